package cloud.bleu.placement.offering;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an entry is of.
 *
 * @param version null when not known
 */
public record SchemeVersion(SchemeName name, @Nullable String version) {

  /**
   * Reads what somebody wrote. A version that follows the name of the scheme ({@code
   * SecNumCloud-3.2}) is one that is stated, unless another one is.
   */
  public static SchemeVersion of(String scheme, @Nullable String version) {
    SchemeName name = SchemeName.of(scheme);
    return new SchemeVersion(name, version == null ? name.version() : version);
  }

  /**
   * Whether a decision on this is about something that was granted. A version that is not known may
   * be the same, and one that nothing of the scheme has counts for all of it.
   *
   * @param all that was granted in the offering
   */
  public boolean isAbout(SchemeVersion granted, Collection<SchemeVersion> all) {
    return name.isOneWith(granted.name)
        && (isOneVersion(granted) || isOfAnyVersion(granted.name, all));
  }

  /**
   * Whether nothing of a scheme has the version of a decision on this. Then nobody knows what of it
   * is meant.
   *
   * @param all that was granted in the offering
   */
  public boolean isOfAnyVersion(SchemeName scheme, Collection<SchemeVersion> all) {
    return all.stream()
        .filter(one -> one.version != null && one.name.isOneWith(scheme))
        .noneMatch(one -> one.name.isOneWith(name) && isOneVersion(one));
  }

  /** {@code 3.2}, {@code v3.2} and {@code 3.2.0} are. */
  private boolean isOneVersion(SchemeVersion other) {
    return version == null || other.version == null || bare(version).equals(bare(other.version));
  }

  private static String bare(String version) {
    return version
        .strip()
        .toLowerCase(Locale.ROOT)
        .replaceFirst("^v(ersion)?[ .]*(?=\\d)", "")
        .replaceFirst("(\\.0+)+$", "");
  }
}
