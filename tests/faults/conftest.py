"""One template file for all fault tests of a process."""

import pytest

from tests.faults.kit import Template, make_template


@pytest.fixture(scope="session")
def filled_template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    """A closed file with customers, pairs and attachments."""
    return make_template(tmp_path_factory.mktemp("faults") / "template.db")


@pytest.fixture
def fault_template(filled_template: Template) -> str:
    """The same, as the benches take it from their environment."""
    return str(filled_template.path)
