package cloud.bleu.placement.offering;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.ZoneRule;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Origin;
import cloud.bleu.placement.model.Zone;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges the storage of a zone where nobody states which class is written to: storage of backups,
 * of what is realised elsewhere and of pods that others create. Any class may be the one in use, so
 * all have to hold. Only where none holds is it known that the one in use does not.
 *
 * @param holds whether a class is as the rule asks, null when that is not known
 * @param lacking key of what is wrong with {@code classes} that are not
 * @param doubtful key of what is wrong with {@code classes} of which that is not known
 * @param refusal code where no class holds
 * @param doubt code where it is not known
 * @param next what to do
 */
public record UnclaimedStorage(
    Function<Zone.StorageClass, @Nullable Boolean> holds,
    String lacking,
    String doubtful,
    String refusal,
    String doubt,
    Message next) {

  /** The answer for a zone that backups are written to. */
  public Verdict ofBackups(ZoneRule.Question question) {
    List<Zone.StorageClass> classes = classes(question);
    List<Message> failing = named(classes, c -> Boolean.FALSE.equals(holds.apply(c)));
    if (!classes.isEmpty() && failing.size() == classes.size()) {
      return Verdict.reject(
          refusal,
          ClaimedClass.origin(question),
          Message.of("unclaimed.noOther", "finding", Message.of(lacking, "classes", failing)),
          next);
    }
    Verdict doubtful = doubtful(question, true);
    return doubtful == null
        ? Verdict.pass(ClaimedClass.origin(question), Message.of("unclaimed.holds"))
        : doubtful;
  }

  /**
   * The answer for a workload of which no template says what it claims.
   *
   * @return never a pass: nobody has seen what it writes to
   */
  public Verdict ofUnseen(ZoneRule.Question question) {
    Verdict doubtful = doubtful(question, false);
    return doubtful == null ? Verdict.notEvaluated(Message.of("unclaimed.holdsUnseen")) : doubtful;
  }

  private @Nullable Verdict doubtful(ZoneRule.Question question, boolean backups) {
    List<Zone.StorageClass> classes = classes(question);
    Origin origin = ClaimedClass.origin(question);
    if (classes.isEmpty()) {
      return Verdict.unknown(
          "StorageClassUnknown",
          origin,
          Message.of("unclaimed.noClass", "backups", backups),
          Message.of("do.stateClasses"));
    }
    List<Message> failing = named(classes, c -> !Boolean.TRUE.equals(holds.apply(c)));
    return failing.isEmpty()
        ? null
        : Verdict.unknown(
            doubt,
            origin,
            Message.of(
                "unclaimed.doubtful",
                "backups",
                backups,
                "finding",
                Message.of(doubtful, "classes", failing)),
            next);
  }

  private static List<Message> named(
      List<Zone.StorageClass> classes, Predicate<Zone.StorageClass> which) {
    return classes.stream()
        .filter(which)
        .map(c -> Message.of("storage.class", "class", c.name()))
        .sorted()
        .toList();
  }

  private static List<Zone.StorageClass> classes(ZoneRule.Question question) {
    Zone.Storage storage = question.zone().equipment().storage();
    return storage == null ? List.of() : storage.classes();
  }
}
