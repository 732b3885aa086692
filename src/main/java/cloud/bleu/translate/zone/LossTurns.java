package cloud.bleu.translate.zone;

import cloud.bleu.placement.estate.LossBudget.Taken;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * When zones beyond a bound of losses have their turn, one after the other: none before another.
 */
final class LossTurns {

  private final BiPredicate<Collection<Taken>, Taken> fits;
  private final Set<Taken> planned;
  private final Instant now;
  private Instant turn;

  /**
   * @param taken what counts already
   * @param fits whether a loss may be taken beside others, at its instant
   */
  LossTurns(Collection<Taken> taken, Instant now, BiPredicate<Collection<Taken>, Taken> fits) {
    this.fits = fits;
    this.planned = new TreeSet<>(taken);
    this.now = now;
    this.turn = now;
  }

  /**
   * When the next zone has its turn, after now; null: never, whatever ends.
   *
   * @param since when it was seen to fall silent, null: nobody saw that
   */
  @Nullable Instant next(String zone, @Nullable Instant since) {
    Instant then = turn.equals(now) ? firstEnd() : turn;
    while (then != null) {
      turn = then;
      Taken one = new Taken(zone, since, then);
      if (fits.test(planned, one)) {
        planned.add(one);
        return then;
      }
      then = firstEnd();
    }
    return null;
  }

  /** When the next loss ends to count. */
  private @Nullable Instant firstEnd() {
    return planned.stream()
        .map(Taken::until)
        .filter(end -> end.isAfter(turn))
        .min(Instant::compareTo)
        .orElse(null);
  }
}
