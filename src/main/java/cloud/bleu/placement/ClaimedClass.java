package cloud.bleu.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A claim of a workload and the class that answers it in a zone.
 *
 * @param found null when it is not known
 * @param name for people: {@code class fast of claim template data}; what is not known, if it is
 *     not
 */
public record ClaimedClass(Zone.@Nullable StorageClass found, String name) {

  /** One for each claim, sorted by name. */
  public static List<ClaimedClass> of(ZoneRule.Question question) {
    List<ClaimedClass> all = new ArrayList<>();
    Zone.Storage storage = question.zone().equipment().storage();
    for (Closure.Claim claim : question.workload().closure().claims()) {
      all.add(of(claim, storage));
    }
    all.sort(Comparator.comparing(ClaimedClass::name));
    return all;
  }

  private static ClaimedClass of(Closure.Claim claim, Zone.@Nullable Storage storage) {
    String name = claim.storageClass();
    if (name == null || name.isEmpty()) {
      return new ClaimedClass(null, claim.user() + " names no storage class");
    }
    String of = "class " + name + " of " + claim.user();
    if (storage != null) {
      for (Zone.StorageClass c : storage.classes()) {
        if (c.name().equals(name)) {
          return new ClaimedClass(c, of);
        }
      }
    }
    return new ClaimedClass(null, of + " is not described");
  }

  /** What answers about storage rest on. */
  public static Origin origin(ZoneRule.Question question) {
    Zone.Storage storage = question.zone().equipment().storage();
    return storage == null ? Origin.Assumed : storage.provenance().basis().origin();
  }
}
