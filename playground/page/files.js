// Uploaded files: images are shown; other files are cards with a download link.

import { el, icon } from "/page/dom.js";
import { sizeOf } from "/page/fields.js";

const address = (id, surface) => `/ui/file/${encodeURIComponent(id)}?as=${encodeURIComponent(surface.user())}`;

/** An image block or element. Its `slack_file` has an id or the file's private URL. */
export function drawImage(image, surface) {
  const { id, url = "" } = image.slack_file;
  const known = id ?? url.split("files-pri/")[1]?.split("/")[0].split("-")[1] ?? "";
  return el("img", { src: address(known, surface), alt: image.alt_text });
}

export function drawFiles(files, surface) {
  return files.map((file) =>
    file.mimetype.startsWith("image/")
      ? el("figure", { class: "block image" }, el("figcaption", {}, file.title), el("img", { src: address(file.id, surface), alt: file.title }))
      : el(
          "a",
          { class: "file-card", href: address(file.id, surface), download: file.name },
          icon("M5 2.5h6.5L15.5 6.5v11H5zM11 3v4h4"),
          el("span", {}, el("strong", {}, file.title), el("small", {}, `${file.pretty_type} · ${sizeOf(file.size)}`)),
        ),
  );
}
