package cloud.bleu.placement.offering;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.ObjectName;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A claim of a workload and the class that answers it in a zone.
 *
 * @param found null when it is not known
 * @param name {@code class fast of claim template data}; what is not known, if it is not
 * @param elsewhere whether it is storage of another kind, of which no zone describes anything
 */
public record ClaimedClass(Zone.@Nullable StorageClass found, Message name, boolean elsewhere) {

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
    Message user = claim.user();
    if (claim.elsewhere()) {
      return new ClaimedClass(null, Message.of("claim.elsewhere", "user", user), true);
    }
    String name = claim.storageClass();
    if (name == null || name.isEmpty()) {
      return new ClaimedClass(null, Message.of("claim.noClass", "user", user), false);
    }
    Message of = Message.of("claim.class", "class", name, "user", user);
    if (storage != null) {
      for (Zone.StorageClass c : storage.classes()) {
        if (c.name().equals(name) && ObjectName.isOne(name)) {
          return new ClaimedClass(c, of, false);
        }
      }
    }
    return new ClaimedClass(null, Message.of("claim.notDescribed", "class", of), false);
  }

  /**
   * The answer for those of which nothing is known: {@code StorageClassUnknown}, or {@code
   * StorageElsewhere} where all of them are of another kind; null when there are none.
   */
  public static @Nullable Verdict unknown(List<ClaimedClass> claims, Origin origin) {
    List<ClaimedClass> unknown = claims.stream().filter(c -> c.found() == null).toList();
    if (unknown.isEmpty()) {
      return null;
    }
    Message fact =
        Message.of("findings", "findings", unknown.stream().map(ClaimedClass::name).toList());
    return unknown.stream().allMatch(ClaimedClass::elsewhere)
        ? Verdict.unknown("StorageElsewhere", origin, fact, Message.of("do.describedClaim"))
        : Verdict.unknown("StorageClassUnknown", origin, fact, Message.of("do.stateClass"));
  }

  /** What answers about storage rest on. */
  public static Origin origin(ZoneRule.Question question) {
    Zone.Storage storage = question.zone().equipment().storage();
    return storage == null ? Origin.Assumed : storage.provenance().basis().origin();
  }
}
