#!/usr/bin/env bash
# Runs the acceptance pipelines of examples/reference on real data, and prints their scores beside
# those that are known of the data; see benchmarks/README.md.
#
#   benchmarks/reference.sh DATA_DIR [NAME...] [-- OPTION...]
#
# DATA_DIR holds a directory for each data set, called as the pipeline is. NAMEs choose some of
# them. OPTIONs go to "millrace run", as --sample 10%.
#
#   MILLRACE          the command to run (default: ./millrace of this checkout)
#   MILLRACE_MEMORY   the heap of a run, as 3g
#
# Ends with 1 if a figure is out of its band, or could not be measured; 2 if it was called wrongly.
set -u
export LC_ALL=C
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
millrace=${MILLRACE:-$root/millrace}
bands=$root/benchmarks/reference.tsv

usage() {
  sed -n '2,14s/^# \{0,1\}//p' "$0" >&2
  exit 2
}

# --- The call -----------------------------------------------------------------------------------
[ $# -ge 1 ] && [ -d "$1" ] || usage
data=$(CDPATH='' cd -- "$1" && pwd -P)
shift
names=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  [ -f "$root/examples/reference/$1.yaml" ] || {
    echo "reference.sh: there is no examples/reference/$1.yaml" >&2
    exit 2
  }
  names+=("$1")
  shift
done
[ $# -gt 0 ] && shift
options=("$@")
if [ ${#names[@]} -eq 0 ]; then
  for file in "$root"/examples/reference/*.yaml; do
    names+=("$(basename "$file" .yaml)")
  done
fi

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# --- What a data set needs before a pipeline can read it ----------------------------------------
# A number as four bytes, the most significant one first.
be32() {
  printf "\\x$(printf %02x $(($1 >> 24 & 255)))\\x$(printf %02x $(($1 >> 16 & 255)))"
  printf "\\x$(printf %02x $(($1 >> 8 & 255)))\\x$(printf %02x $(($1 & 255)))"
}

# ROWS rows of an unpacked IDX file from row FROM on, without their header.
idx_rows() { # FILE HEADER_BYTES ROW_BYTES FROM ROWS
  tail -c +$(($2 + $4 * $3 + 1)) "$1" | head -c $(($5 * $3))
}

# Images and labels of one part of MNIST, as IDX files.
idx_part() { # NAME FROM ROWS
  { be32 $((0x803)); be32 "$3"; be32 28; be32 28; idx_rows "$to/images" 16 784 "$2" "$3"; } \
    >"$to/$1-images-idx3-ubyte"
  { be32 $((0x801)); be32 "$3"; idx_rows "$to/labels" 8 1 "$2" "$3"; } >"$to/$1-labels-idx1-ubyte"
}

# Sets "input" to the directory that the pipeline reads; makes it where the files are not as it
# takes them.
prepare() { # NAME
  local from=$data/$1
  to=$work/$1
  input=$from
  [ -d "$from" ] || return 1
  case $1 in
    letter) # the first 16,000 rows and the last 4,000
      mkdir "$to" && input=$to
      head -n 16001 "$from/letterdata.csv" >"$to/letter-train.csv"
      { head -n 1 "$from/letterdata.csv"; tail -n 4000 "$from/letterdata.csv"; } \
        >"$to/letter-test.csv"
      ;;
    mammography | wine-quality) # a number before each row, so that equal rows can be told apart
      mkdir "$to" && input=$to
      for file in "$from"/*.csv; do
        awk '{ print NR "," $0 }' "$file" >"$to/$(basename "$file")"
      done
      ;;
    mnist-t10k) # the first 8,000 images and the last 2,000
      mkdir "$to" && input=$to
      gzip -dc "$from/t10k-images-idx3-ubyte.gz" >"$to/images" || return 1
      gzip -dc "$from/t10k-labels-idx1-ubyte.gz" >"$to/labels" || return 1
      idx_part train 0 8000
      idx_part test 8000 2000
      ;;
    movie-review-polarity)
      mkdir "$to" && input=$to
      tar -xzf "$from/review_polarity.tar.gz" -C "$to" || return 1
      ;;
  esac
}

# --- Figures ------------------------------------------------------------------------------------
# A figure from the document of a run: STAGE.METRIC, or STAGE#FACT.
figure() { # DOCUMENT FIGURE
  awk -v want="$2" '
    match($0, /^ *"[^"]*" : /) {
      name = substr($0, RSTART, RLENGTH); gsub(/^ *"|" : $/, "", name)
      value = substr($0, RSTART + RLENGTH); gsub(/^"|,$|",?$/, "", value)
      if (name == "id") stage = value
      if (name == want || stage "#" name == want) { print value; exit }
    }' "$1"
}

line() { printf '%-22s %-24s %9s %10s %9s  %-17s %-7s %6s\n' "$@"; }

line "DATA SET" FIGURE THEIRS OURS DIFF BAND WITHIN SECONDS
bad=0
for name in "${names[@]}"; do
  seconds=$SECONDS
  failure=
  if prepare "$name"; then
    "$millrace" run "$root/examples/reference/$name.yaml" --param "data=$input" \
      --home "$work/home" --output json ${options[@]+"${options[@]}"} \
      >"$work/$name.json" 2>"$work/$name.log" || failure="the run failed"
  else
    failure="its data are not in $data/$name"
  fi
  seconds=$((SECONDS - seconds))
  while IFS=$'\t' read -r set metric theirs from upto why; do
    [ "$set" = "$name" ] || continue
    ours=
    [ -n "$failure" ] || ours=$(figure "$work/$name.json" "$metric")
    if [ -z "$ours" ]; then
      line "$name" "$metric" "$theirs" - - "$from..$upto" no "$seconds"
      bad=1
      continue
    fi
    judged=$(awk -v o="$ours" -v t="$theirs" -v f="$from" -v g="$upto" 'BEGIN {
      digits = t >= 100 ? (t == int(t) && o == int(o) ? 0 : 1) : 4
      within = (o + 0 >= f + 0 && o + 0 <= g + 0) ? "yes" : "no"
      printf "%.*f %+.*f %s", digits, o, digits, o - t, within }')
    read -r ours difference within <<<"$judged"
    line "$name" "$metric" "$theirs" "$ours" "$difference" "$from..$upto" "$within" "$seconds"
    [ "$within" = yes ] || bad=1
  done < <(grep -v '^#' "$bands")
  if [ -n "$failure" ]; then
    echo "$name: $failure" >&2
    sed -n '/"message"/s/^ *"message" : /  /p' "$work/$name.json" 2>/dev/null >&2
    grep -v WARN "$work/$name.log" 2>/dev/null | tail -n 3 >&2
  fi
  rm -rf "${work:?}/$name" "$work/home"
done
exit $bad
