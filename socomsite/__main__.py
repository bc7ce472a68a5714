"""`python -m socomsite` is `socomsite`."""

from socomsite.commands.cli import main

if __name__ == "__main__":
    main()
