package cloud.bleu.placement.offering;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Judges the storage of a zone where nobody states which class is written to: that of backups, of
 * what is realised elsewhere and of pods that others create. It may be any, so all have to hold;
 * only where none does is it known that the one in use does not.
 *
 * @param holds whether a class is as the rule asks, null when that is not known
 * @param lacking what is wrong with classes that are not, for people, with {@code %s} for their
 *     names
 * @param doubtful the same of classes of which it is not known
 * @param refusal code where no class holds
 * @param doubt code where it is not known
 * @param next what to do, for people
 */
public record UnclaimedStorage(
    Function<Zone.StorageClass, @Nullable Boolean> holds,
    String lacking,
    String doubtful,
    String refusal,
    String doubt,
    String next) {

  /** The answer for a zone that backups are written to. */
  public Verdict ofBackups(ZoneRule.Question question) {
    List<Zone.StorageClass> classes = classes(question);
    List<String> failing = new ArrayList<>();
    classes.stream()
        .filter(c -> Boolean.FALSE.equals(holds.apply(c)))
        .map(c -> "class " + c.name())
        .sorted()
        .forEach(failing::add);
    if (!classes.isEmpty() && failing.size() == classes.size()) {
      return Verdict.reject(
          refusal,
          ClaimedClass.origin(question),
          lacking.formatted(String.join(", ", failing)) + ", and the zone describes no other",
          next);
    }
    Verdict doubtful = doubtful(question, "backups are written to");
    return doubtful == null
        ? Verdict.pass(ClaimedClass.origin(question), "every storage class of the zone is as asked")
        : doubtful;
  }

  /**
   * The answer for a workload of which no template says what it claims.
   *
   * @return never a pass: nobody has seen what it writes to
   */
  public Verdict ofUnseen(ZoneRule.Question question) {
    Verdict doubtful = doubtful(question, "the workload writes to");
    return doubtful == null
        ? Verdict.notEvaluated(
            "every storage class of the zone is as asked, and which of them the workload writes to"
                + " is not known")
        : doubtful;
  }

  private @Nullable Verdict doubtful(ZoneRule.Question question, String user) {
    List<Zone.StorageClass> classes = classes(question);
    Origin origin = ClaimedClass.origin(question);
    String unseen = "it is not known what " + user;
    if (classes.isEmpty()) {
      return Verdict.unknown(
          "StorageClassUnknown",
          origin,
          unseen + ", and the zone describes no storage class",
          "state those of the zone in its spec.storage.classes");
    }
    List<String> failing = new ArrayList<>();
    classes.stream()
        .filter(c -> !Boolean.TRUE.equals(holds.apply(c)))
        .map(c -> "class " + c.name())
        .sorted()
        .forEach(failing::add);
    return failing.isEmpty()
        ? null
        : Verdict.unknown(
            doubt,
            origin,
            unseen + ", and in the zone " + doubtful.formatted(String.join(", ", failing)),
            next);
  }

  private static List<Zone.StorageClass> classes(ZoneRule.Question question) {
    Zone.Storage storage = question.zone().equipment().storage();
    return storage == null ? List.of() : storage.classes();
  }
}
