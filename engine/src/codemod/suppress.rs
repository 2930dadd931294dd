//! Comments that silence a finding. To come.
