"""The registry of the rules. Knows which rules there are, in the order of the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .container import (
    app_files_in_container,
    build_arg_undeclared,
    dockerfile_copy_source_missing,
    dockerfile_empty,
    dockerfile_is_directory,
    dockerfile_missing,
    dockerfile_only_key,
    exposed_port_mismatch,
    image_conflict,
    image_needs_container_kind,
    image_only_without_port,
    image_source_missing,
    plain_text_secret,
)
from .file import (
    byte_order_mark,
    duplicate_key,
    file_too_large,
    invalid_configuration,
    invalid_utf_8,
    misplaced_table,
    pyproject_not_found_from_root,
    toml_1_1_syntax,
    toml_syntax,
    unreadable_file,
)
from .packages import (
    entry_point_without_package,
    invalid_python_version,
    invalid_requirement,
    key_newer_than_fal,
    local_requirement_missing,
    local_requirement_shadow,
    local_requirement_unbuildable,
    python_version_mismatch,
    toml_1_1_local_build,
)
from .python_class import (
    class_app_files_in_container,
    class_defines_init,
    class_setting_ignored,
    class_settings_conflict,
    class_without_endpoint,
    invalid_class_keyword,
    overridden_by_class,
    requirements_ignored,
)
from .source import (
    app_files_ignore_unused,
    app_files_missing,
    app_files_outside,
    app_files_required,
    app_source_missing,
    entry_point_format,
    entry_point_missing,
    entry_point_not_an_app,
    invalid_regex,
    python_syntax,
    ref_ambiguous,
    ref_conflict,
    ref_file_missing,
    ref_format,
    ref_not_an_app,
    ref_relative_import,
    ref_symbol_missing,
)
from .values import (
    deprecated_key,
    duplicate_deploy_name,
    gpu_count_without_gpu,
    grace_period_too_long,
    health_check_method,
    health_check_path_not_absolute,
    health_check_setting_unused,
    invalid_value,
    min_above_max,
    missing_key,
    negative_value,
    out_of_range,
    scale_settings_conflict,
    unaddressable_app_name,
    unknown_key,
    unknown_machine_type,
    wrong_type,
)

if TYPE_CHECKING:
    from .finding import Rule

ALL: tuple[Rule, ...] = (
    # The file
    unreadable_file.RULE,
    file_too_large.RULE,
    invalid_utf_8.RULE,
    # The text
    toml_syntax.RULE,
    duplicate_key.RULE,
    byte_order_mark.RULE,
    toml_1_1_syntax.RULE,
    misplaced_table.RULE,
    # Keys and values
    unknown_key.RULE,
    deprecated_key.RULE,
    missing_key.RULE,
    wrong_type.RULE,
    invalid_value.RULE,
    out_of_range.RULE,
    negative_value.RULE,
    # The source of an app
    app_source_missing.RULE,
    ref_conflict.RULE,
    ref_format.RULE,
    entry_point_format.RULE,
    entry_point_without_package.RULE,
    # Names
    unaddressable_app_name.RULE,
    duplicate_deploy_name.RULE,
    # The environment
    invalid_requirement.RULE,
    invalid_python_version.RULE,
    app_files_required.RULE,
    app_files_ignore_unused.RULE,
    invalid_regex.RULE,
    # Machines and scaling
    unknown_machine_type.RULE,
    gpu_count_without_gpu.RULE,
    min_above_max.RULE,
    scale_settings_conflict.RULE,
    grace_period_too_long.RULE,
    # Health checks
    health_check_method.RULE,
    health_check_path_not_absolute.RULE,
    health_check_setting_unused.RULE,
    # Containers
    image_source_missing.RULE,
    image_conflict.RULE,
    dockerfile_only_key.RULE,
    app_files_in_container.RULE,
    image_only_without_port.RULE,
    plain_text_secret.RULE,
    # The project around the file
    ref_file_missing.RULE,
    ref_symbol_missing.RULE,
    ref_not_an_app.RULE,
    ref_ambiguous.RULE,
    ref_relative_import.RULE,
    python_syntax.RULE,
    entry_point_missing.RULE,
    entry_point_not_an_app.RULE,
    class_without_endpoint.RULE,
    class_defines_init.RULE,
    invalid_class_keyword.RULE,
    class_settings_conflict.RULE,
    overridden_by_class.RULE,
    requirements_ignored.RULE,
    class_setting_ignored.RULE,
    class_app_files_in_container.RULE,
    image_needs_container_kind.RULE,
    dockerfile_missing.RULE,
    dockerfile_is_directory.RULE,
    dockerfile_empty.RULE,
    dockerfile_copy_source_missing.RULE,
    build_arg_undeclared.RULE,
    exposed_port_mismatch.RULE,
    app_files_missing.RULE,
    app_files_outside.RULE,
    local_requirement_unbuildable.RULE,
    local_requirement_missing.RULE,
    local_requirement_shadow.RULE,
    toml_1_1_local_build.RULE,
    key_newer_than_fal.RULE,
    python_version_mismatch.RULE,
    pyproject_not_found_from_root.RULE,
    # fal-lsp itself
    invalid_configuration.RULE,
)

BY_NAME: dict[str, Rule] = {rule.name: rule for rule in ALL}
