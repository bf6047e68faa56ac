"""A tabular list of our own in the real layout: every element that the reader knows, a few lines long."""

INVENTED_TABULAR = b"""<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
  <version>2026</version>
  <introduction><introSection type="title"><title>Invented</title></introSection></introduction>
  <chapter>
    <name>1</name>
    <desc>Sports mishaps (A00-B99)</desc>
    <includes><note>mishaps of all kinds</note></includes>
    <sectionIndex>
      <sectionRef first="A00" last="A19" id="A00-A19">All balls</sectionRef>
      <sectionRef first="A00" last="A09" id="A00-A09">Round balls</sectionRef>
      <sectionRef first="B20" last="B20" id="B20">Nets</sectionRef>
    </sectionIndex>
    <section id="A00-A19">
      <desc>All balls (A00-A19)</desc>
      <excludes2><note>nets (B20)</note></excludes2>
    </section>
    <section id="A00-A09">
      <desc>Round balls (A00-A09)</desc>
      <diag>
        <name>A00</name>
        <desc>Struck by football</desc>
        <includes><note>soccer
            ball</note></includes>
        <excludes1><note>struck by goalpost (A02)</note></excludes1>
        <codeFirst><note>any bruise</note></codeFirst>
        <useAdditionalCode><note>code for weather</note></useAdditionalCode>
        <useAdditionalCode><note>code for pitch</note></useAdditionalCode>
        <codeAlso><note>referee</note></codeAlso>
        <notes><note>Counts once a match</note></notes>
        <sevenChrNote><note>Add the 7th character</note></sevenChrNote>
        <sevenChrDef>
          <extension char="A">first half</extension>
          <extension char="D">second half</extension>
          <note>	extra time</note>
        </sevenChrDef>
        <diag>
          <name>A00.1</name>
          <desc>Struck by own football</desc>
          <inclusionTerm><note>Own goal</note></inclusionTerm>
        </diag>
        <diag>
          <name>A00.2</name>
          <desc>Struck by another's football</desc>
          <sevenChrDef><extension char="0">not seen</extension><extension char="1">seen</extension></sevenChrDef>
          <diag placeholder="true">
            <name>A00.2X</name>
            <desc>Struck by another's football</desc>
            <diag><name>A00.2X1</name><desc>Struck by another's football, on the head</desc></diag>
          </diag>
        </diag>
      </diag>
      <diag>
        <name>A01</name>
        <desc>Struck by tennis ball</desc>
        <sevenChrDef><extension char="A">serve</extension><note>Struck by padel ball</note></sevenChrDef>
      </diag>
      <diag><name>A02</name><desc>Struck by goalpost</desc></diag>
    </section>
    <section id="B20">
      <desc>Nets (B20)</desc>
      <diag><name>B20</name><desc>Caught in a net</desc></diag>
    </section>
  </chapter>
</ICD10CM.tabular>
"""

INVENTED_INDEX = b"""<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index>
 <version>2030</version>
 <title>INDEX</title>
 <letter>
  <title>A</title>
  <mainTerm><title>Ache<nemod>(dull) (sharp)</nemod> NEC</title><see>Pain, glimmer</see></mainTerm>
  <mainTerm><title>Agony</title><see>Ache</see></mainTerm>
  <mainTerm><title>Abdomen, abdominal</title><seeAlso>condition</seeAlso></mainTerm>
  <mainTerm><title>Afflux</title><seeAlso>Pain</seeAlso></mainTerm>
  <mainTerm><title>Around</title><see>Circle</see></mainTerm>
 </letter>
 <letter>
  <title>C</title>
  <mainTerm><title>Circle</title><see>Around</see></mainTerm>
 </letter>
 <letter>
  <title>P</title>
  <mainTerm>
   <title>Pain(s)</title>
   <code>R52</code>
   <term level="1">
    <title>glimmer<nemod>(faint)</nemod></title>
    <code>M25.50-</code>
    <term level="2"><title>with glow</title><code>M25.-</code></term>
    <term level="2"><title><nemod>(hidden)</nemod></title><code>F45.41</code></term>
   </term>
   <term level="1"><title>not coded here</title><code>see there</code></term>
  </mainTerm>
 </letter>
</ICD10CM.index>"""
