//! Databases, secrets, backups.

mod backup_vault_order;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[&backup_vault_order::BackupVaultOrder];
