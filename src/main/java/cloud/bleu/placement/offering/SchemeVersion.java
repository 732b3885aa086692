package cloud.bleu.placement.offering;

import cloud.bleu.placement.model.Provider.Qualification;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scheme and the version that an entry is about.
 *
 * @param versions as they are written; none when it is not known, two when the name of the scheme
 *     has another one than the version, which comes first
 */
public record SchemeVersion(SchemeName name, List<String> versions) {

  private static final Pattern BEFORE = Pattern.compile("^v(ersion)?[ .]*(?=\\d)");

  private static final Pattern NUMBER = Pattern.compile("\\d+([^\\p{L}\\p{N}]\\d+)*");

  private static final Pattern SEPARATOR = Pattern.compile("[^\\p{L}\\p{N}]");

  private static final Pattern LAST_ZEROS = Pattern.compile("(\\.0+)+$");

  public SchemeVersion {
    versions = List.copyOf(versions);
  }

  /**
   * Reads what somebody wrote. A version that follows the name of the scheme ({@code
   * SecNumCloud-3.2}) is one that is stated. Where one of the two says more than the other, that
   * one is meant.
   *
   * @param version null or blank: none is stated
   */
  public static SchemeVersion of(String scheme, @Nullable String version) {
    SchemeName name = SchemeName.of(scheme);
    return new SchemeVersion(name, meant(version, name.version()));
  }

  private static List<String> meant(@Nullable String version, @Nullable String named) {
    if (version == null || version.isBlank()) {
      return Stream.ofNullable(named).toList();
    }
    if (named == null) {
      return List.of(version);
    }
    Matcher number = NUMBER.matcher(text(version));
    if (!number.lookingAt()) {
      return List.of(version);
    }
    String dotted = SEPARATOR.matcher(number.group()).replaceAll(".");
    if (says(dotted, named)) {
      return List.of(version);
    }
    return says(named, dotted) ? List.of(named) : List.of(version, named);
  }

  /** Whether a number says what another one does: {@code 3.2} says {@code 3} and {@code 32}. */
  private static boolean says(String number, String other) {
    return (number + ".").startsWith(other + ".") || number.replace(".", "").equals(other);
  }

  /** Whether an entry states two versions, so that nobody knows which of them is meant. */
  public static boolean isContradictory(Qualification entry) {
    return entry.version() != null
        && meant(entry.version(), SchemeName.version(entry.scheme())).size() > 1;
  }

  /** Whether two versions are stated, so that nobody knows which of them is meant. */
  public boolean isContradictory() {
    return versions.size() > 1;
  }

  /**
   * Whether a decision on this is about something that was granted. A version that is not known may
   * be the same, and one that nothing of the scheme has counts for all of it. Of two versions each
   * counts.
   *
   * @param all that was granted in the offering
   */
  public boolean isAbout(SchemeVersion granted, Collection<SchemeVersion> all) {
    return name.isOneWith(granted.name)
        && (versions.isEmpty()
            || versions.stream()
                .anyMatch(v -> granted.mayBe(v) || isOfAnyVersion(v, granted.name, all)));
  }

  /**
   * Whether nothing of a scheme states a version of a decision on this. Then nobody knows what of
   * it is meant. What states two has each of them here, although it grants neither.
   *
   * @param version one of {@link #versions}
   * @param all that was granted in the offering
   */
  public boolean isOfAnyVersion(String version, SchemeName scheme, Collection<SchemeVersion> all) {
    return all.stream()
        .filter(one -> !one.versions.isEmpty() && one.name.isOneWith(scheme))
        .noneMatch(one -> one.name.isOneWith(name) && one.mayBe(version));
  }

  /** {@code 3.2}, {@code v3.2} and {@code 3.2.0} are one version. */
  private boolean mayBe(String version) {
    return versions.isEmpty() || versions.stream().anyMatch(one -> bare(one).equals(bare(version)));
  }

  private static String bare(String version) {
    return LAST_ZEROS.matcher(text(version)).replaceFirst("");
  }

  private static String text(String version) {
    return BEFORE.matcher(version.strip().toLowerCase(Locale.ROOT)).replaceFirst("");
  }
}
