"""`python -m socomsite` is `socomsite`."""

from socomsite.commands.start import main

if __name__ == "__main__":
    main()
