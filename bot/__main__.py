"""`python -m bot` is the `codedesk` command."""

from bot.cli import main

if __name__ == "__main__":
    main()
