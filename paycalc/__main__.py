"""``python -m paycalc``: the command line."""

from paycalc.cli import main

if __name__ == "__main__":
    main()
