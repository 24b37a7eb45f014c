from qixin.cli.main import cli

cli(prog_name="qixin")
