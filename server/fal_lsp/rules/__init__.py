"""The registry of the rules. Knows which rules there are, in the order of the documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import (
    app_files_ignore_unused,
    app_files_in_container,
    app_files_required,
    app_source_missing,
    byte_order_mark,
    deprecated_key,
    dockerfile_only_key,
    duplicate_deploy_name,
    duplicate_key,
    entry_point_format,
    entry_point_without_package,
    file_too_large,
    gpu_count_without_gpu,
    grace_period_too_long,
    health_check_method,
    health_check_path_not_absolute,
    health_check_setting_unused,
    image_conflict,
    image_only_without_port,
    image_source_missing,
    invalid_configuration,
    invalid_python_version,
    invalid_regex,
    invalid_requirement,
    invalid_utf_8,
    invalid_value,
    min_above_max,
    misplaced_table,
    missing_key,
    negative_value,
    out_of_range,
    plain_text_secret,
    ref_conflict,
    ref_format,
    scale_settings_conflict,
    toml_1_1_syntax,
    toml_syntax,
    unaddressable_app_name,
    unknown_key,
    unknown_machine_type,
    unreadable_file,
    wrong_type,
)

if TYPE_CHECKING:
    from ._base import Rule

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
    # fal-lsp itself
    invalid_configuration.RULE,
)

BY_NAME: dict[str, Rule] = {rule.name: rule for rule in ALL}
