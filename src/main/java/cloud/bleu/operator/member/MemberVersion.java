package cloud.bleu.operator.member;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of Kubernetes that a cluster says it is of.
 *
 * @param text as in {@code v1.36.3}, with what a distribution adds to it; {@code v1.36.3 as v1.33}
 *     of a server that is being upgraded and acts as an older one until that is done
 * @param minor that it acts as, as in 36
 */
public record MemberVersion(String text, int minor) {

  /** Where it is asked for: every user may, by the role {@code system:public-info-viewer}. */
  static final String PATH = "/version";

  /** Of 1: the oldest one that the chart takes. */
  static final int OLDEST = 31;

  /** Of 1: the one that the tests run on. */
  static final int TESTED = 36;

  private static final Pattern FORM = Pattern.compile("v1\\.([0-9]{1,3})[0-9A-Za-z.+_-]{0,44}");

  /** Since Kubernetes 1.32 a server says which one it emulates. */
  private static final Pattern MINOR = Pattern.compile("[0-9]{1,3}");

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Said(@Nullable String gitVersion, @Nullable String emulationMinor) {}

  /** What an answer says; null where it says nothing of the kind. */
  static @Nullable MemberVersion of(@Nullable String answer) {
    Said said;
    try {
      said = answer == null ? null : Serialization.unmarshal(answer, Said.class);
    } catch (RuntimeException e) {
      return null;
    }
    return said == null ? null : of(said.gitVersion(), said.emulationMinor());
  }

  /**
   * The version that an engine reports. It is the text alone: what a server acts as is not in it.
   *
   * @param text null: the engine has reported none
   */
  public static @Nullable MemberVersion reported(@Nullable String text) {
    return of(text, null);
  }

  private static @Nullable MemberVersion of(@Nullable String text, @Nullable String emulated) {
    Matcher form = FORM.matcher(text == null ? "" : text);
    if (!form.matches()) {
      return null;
    }
    return emulated == null || !MINOR.matcher(emulated).matches() || emulated.equals(form.group(1))
        ? new MemberVersion(form.group(), Integer.parseInt(form.group(1)))
        : new MemberVersion(form.group() + " as v1." + emulated, Integer.parseInt(emulated));
  }

  /**
   * What there is to know of working with it.
   *
   * @param writer who writes there, for people, as in {@code the operator}
   * @return null: it is the one that the tests run on
   */
  public @Nullable String remark(String writer) {
    if (minor == TESTED) {
      return null;
    }
    return minor < OLDEST
        ? "it is Kubernetes %s, older than 1.%s: what %s writes may be refused there, or lose fields that it does not know; upgrade it"
            .formatted(text, OLDEST, writer)
        : "it is Kubernetes %s, and the tests of this release run on 1.%s".formatted(text, TESTED);
  }
}
