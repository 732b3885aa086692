package cloud.bleu.translate.finding;

import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.model.NearestName;
import java.util.Collection;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names that there are, for people who named another one. */
public final class KnownNames {

  private static final int MOST = 10;

  private KnownNames() {}

  /** A sorted list of them, the first ten; null if there are none. */
  public static @Nullable String shown(Collection<String> names) {
    if (names.isEmpty()) {
      return null;
    }
    String shown =
        names.stream()
            .sorted()
            .distinct()
            .limit(MOST)
            .map(ObjectRef::shown)
            .collect(Collectors.joining(", "));
    return names.size() > MOST ? shown + " and " + (names.size() - MOST) + " more" : shown;
  }

  /** That a name is not among them, with the nearest one if it is near. */
  static String without(String kind, String name, Collection<String> names) {
    String near = NearestName.of(name, names).orElse(null);
    return "there is no "
        + kind
        + " "
        + ShownText.quote(name)
        + (near == null ? "" : " (did you mean " + near + "?)");
  }
}
