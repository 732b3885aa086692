package cloud.bleu.placement.offering;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an entry is of.
 *
 * @param versions as they are written; none when it is not known, two when the name of the scheme
 *     has another one than the version
 */
public record SchemeVersion(SchemeName name, List<String> versions) {

  public SchemeVersion {
    versions = List.copyOf(versions);
  }

  /**
   * Reads what somebody wrote. A version that follows the name of the scheme ({@code
   * SecNumCloud-3.2}) is one that is stated.
   */
  public static SchemeVersion of(String scheme, @Nullable String version) {
    SchemeName name = SchemeName.of(scheme);
    List<String> versions = new ArrayList<>();
    if (version != null) {
      versions.add(version);
    }
    String named = name.version();
    if (named != null && (version == null || !bare(named).equals(bare(version)))) {
      versions.add(named);
    }
    return new SchemeVersion(name, versions);
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
   * Whether nothing of a scheme is known to have a version of a decision on this. Then nobody knows
   * what of it is meant.
   *
   * @param version one of {@link #versions}
   * @param all that was granted in the offering
   */
  public boolean isOfAnyVersion(String version, SchemeName scheme, Collection<SchemeVersion> all) {
    return all.stream()
        .filter(one -> one.versions.size() == 1 && one.name.isOneWith(scheme))
        .noneMatch(one -> one.name.isOneWith(name) && one.mayBe(version));
  }

  /** {@code 3.2}, {@code v3.2} and {@code 3.2.0} are one version. */
  private boolean mayBe(String version) {
    return versions.isEmpty() || versions.stream().anyMatch(one -> bare(one).equals(bare(version)));
  }

  private static String bare(String version) {
    return version
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^v(ersion)?[ .]*(?=\\d)", "")
        .replaceFirst("(\\.0+)+$", "");
  }
}
