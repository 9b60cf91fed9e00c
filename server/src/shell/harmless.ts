/**
 * Programs that put no file of the image's own anywhere: they install third-party software, set the system up, print or
 * clean. What isn't here and isn't understood otherwise may do anything.
 */
const HARMLESS = new Set(
  [
    // Shell builtins and keywords.
    ': . [ [[ alias bg break builtin cd command continue declare echo eval exec exit export false getopts hash help history jobs let local popd printf pushd pwd read readonly return set shift shopt source test times trap true type typeset ulimit umask unalias unset wait',
    // Looking, printing, waiting.
    'arch awk base64 basename bc cat cksum cmp comm curl cut date df diff dirname du egrep env expand expr fgrep file find fold free getconf getent grep groups gunzip gzip head hostname id jq join ldd less locale ls lsb_release lscpu md5sum more nl nproc nvidia-smi nvcc od paste pgrep printenv ps readelf readlink realpath rev seq sha1sum sha256sum sha512sum shasum shuf sleep sort stat strings sum tail tac time top tr tree tty uname uniq uptime wc whereis which whoami who xxd yes yq zcat',
    // Packages of the system.
    'apt apt-get aptitude apt-cache apt-key apt-mark apt-config add-apt-repository apk dpkg dpkg-reconfigure dpkg-divert debconf-set-selections deb rpm rpmkeys yum yum-config-manager dnf microdnf tdnf zypper pacman amazon-linux-extras subscription-manager snap brew nix-env gpg gpgv gpgconf dirmngr update-ca-certificates update-ca-trust unattended-upgrade curl wget software-properties-common alternatives',
    // Packages of languages.
    'conda mamba micromamba anaconda conda-lock conda-pack npm npx yarn pnpm corepack nvm fnm n gem bundle bundler luarocks cpan cpanm opam ghcup stack cabal pyenv rustup sdk sdkmanager uv pipx poetry pipenv pdm hatch rye pixi pip-sync pip-compile easy_install pip-tools install2.r install.r installGithub.r R Rscript littler r playwright spacy nltk jupyter ipython jlpm',
    // Users, services, kernel, time, caches.
    'adduser addgroup chage chfn chgrp chown chpasswd chsh deluser groupadd groupdel groupmod gpasswd install-php-extensions ldconfig locale-gen localedef newgrp passwd sudo su timedatectl update-locale useradd userdel usermod usermod vigr visudo setcap getcap setfacl getfacl ssh-keygen ssh-keyscan ssh-agent ssh-add sshd systemctl service update-rc.d initctl rc-update invoke-rc.d mount umount sync kill killall pkill ldconfig.real fc-cache texhash mktexlsr tlmgr update-mime-database update-desktop-database a2enmod a2ensite phpenmod nginx git-lfs truncate mktemp mkfifo mknod rmdir strip patchelf chrpath docker-php-ext-install sysctl modprobe ldd crontab cron dbus-uuidgen ufw iptables openssl certutil keytool aws-configure timeout nproc',
    // Asking a program for its version.
    'java node ruby php perl go gcc g++ cc c++ clang rustc cargo javac mvn gradle',
  ]
    .join(' ')
    .split(/\s+/),
);

/** Is this a program of which we know that it brings no file of ours? */
export function isHarmless(name: string): boolean {
  return HARMLESS.has(name) || /^(?:python|pypy|pip|gcc|g\+\+|clang|llvm-config|php|ruby|node)-?[\d.]*$/.test(name);
}

/** Scripts that installers of third-party software are known by. */
const INSTALLER =
  /miniconda|anaconda|miniforge|mambaforge|micromamba|get-pip|get-poetry|install-poetry|poetry-install|rustup|nvm|nodesource|node_setup|get-docker|get_helm|awscli|aws\/install|awscliv2|google-cloud-sdk|gcloud|bazel|cmake-[\d.]+|cuda_|cudnn|nvidia|NVIDIA-Linux|tensorrt|openmpi|libtorch|julia|sdkman|uv-installer|uv-install|install-uv|pyenv-installer|quarto|efa_installer|efa-installer|setup_\d+\.x|add-google-cloud-ops|rocker_scripts|install_python\.sh|install_cuda|go_installer/i;

export function isKnownInstaller(path: string): boolean {
  return INSTALLER.test(path);
}

/** Files that are sourced to set a shell up. */
const SETUP_FILE =
  /(?:^|\/)(?:activate|deactivate|conda\.sh|mamba\.sh|micromamba\.sh|nvm\.sh|sdkman-init\.sh|\.?bashrc|\.?bash_profile|\.?profile|\.?zshrc|environment|os-release|lsb-release|setvars\.sh|setup\.bash|enable|env|\.env|\.cargo\/env|envvars|bash_completion)$|\/etc\/profile|\/opt\/(?:rh|ros|intel)\//;

export function isSetupFile(path: string): boolean {
  return SETUP_FILE.test(path);
}
