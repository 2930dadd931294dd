//! Instances and launch templates.

mod amazon_linux;
mod ami_al2023;
mod depends_on_resource;
mod ec2_imdsv2;
mod ec2_instance_profile;
mod ec2_key_pair;
mod ec2_root_volume_size;
mod ec2_user_data_hardening;
pub(crate) mod hosts;
mod profiles;

use iacfix_engine::codemod::Codemod;

pub(crate) const CODEMODS: &[&dyn Codemod] = &[
    &ec2_imdsv2::Ec2Imdsv2,
    &ec2_root_volume_size::Ec2RootVolumeSize,
    &ami_al2023::AmiAl2023,
    &ec2_key_pair::Ec2KeyPair,
    &ec2_instance_profile::Ec2InstanceProfile,
    &ec2_user_data_hardening::Ec2UserDataHardening,
    &depends_on_resource::DependsOnResource,
];
