package cloud.bleu.ledger;

import cloud.bleu.api.v1alpha1.WorkloadPlacement;
import cloud.bleu.placement.estate.MoveBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Replicas moved within the budget, with the instant of each move; kept in an annotation of the
 * WorkloadPlacement so that a new leader does not start with a full budget.
 */
public record RecentMoves(List<Move> moves) {

  /** On a WorkloadPlacement: {@code 2026-11-24T15:00:00Z=2,...}. */
  static final String ANNOTATION = "placement.bleu.cloud/recent-moves";

  static final RecentMoves NONE = new RecentMoves(List.of());
  private static final Duration HOUR = Duration.ofHours(1);

  /** More than a workload ever moves: whatever is written, no sum of it overflows. */
  private static final int MOST = 1_000_000;

  public RecentMoves {
    moves = List.copyOf(moves);
  }

  /** So many replicas at one instant. */
  public record Move(Instant at, int replicas) {}

  /**
   * What is noted on a placement; what cannot be read, or cannot be, is left out. What is written
   * for later counts from the instant at which it is read.
   */
  public static RecentMoves of(WorkloadPlacement placement, Instant now) {
    Map<String, String> annotations = placement.getMetadata().getAnnotations();
    return parse(annotations == null ? null : annotations.get(ANNOTATION), now);
  }

  /** Replicas moved within the hour before an instant. */
  public int before(Instant now) {
    long sum =
        moves.stream().filter(m -> m.at().isAfter(now.minus(HOUR))).mapToLong(Move::replicas).sum();
    return (int) Math.min(MOST, sum);
  }

  /** When the oldest move of the last hour leaves the budget again, null when there is none. */
  public @Nullable Instant nextRelease(Instant now) {
    return moves.stream()
        .map(m -> m.at().plus(HOUR))
        .filter(i -> i.isAfter(now))
        .min(Instant::compareTo)
        .orElse(null);
  }

  /**
   * What all workloads together may move, with when the first of their moves counts no more.
   *
   * @param perHour the most replicas within an hour; null: there is no bound
   * @param all those of each workload
   */
  public static @Nullable MoveBudget budget(
      @Nullable Integer perHour, Stream<RecentMoves> all, Instant now) {
    return perHour == null
        ? null
        : new MoveBudget(
            perHour,
            all.flatMap(moves -> Optional.ofNullable(moves.nextRelease(now)).stream())
                .min(Comparator.naturalOrder())
                .orElse(null));
  }

  RecentMoves plus(Instant at, int replicas) {
    List<Move> kept = new ArrayList<>();
    moves.stream().filter(m -> m.at().isAfter(at.minus(HOUR))).forEach(kept::add);
    if (replicas > 0) {
      kept.add(new Move(at, replicas));
    }
    return new RecentMoves(kept);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Move m : moves) {
      text.append(text.length() == 0 ? "" : ",").append(m.at()).append('=').append(m.replicas());
    }
    return text.toString();
  }

  /** Reads an annotation as {@link #of} says. */
  static RecentMoves parse(@Nullable String text, Instant now) {
    List<Move> moves = new ArrayList<>();
    for (String part : text == null ? new String[0] : text.split(",")) {
      int equals = part.indexOf('=');
      try {
        if (equals > 0) {
          Instant at = Instant.parse(part.substring(0, equals));
          int replicas = Integer.parseInt(part.substring(equals + 1));
          if (replicas > 0) {
            moves.add(new Move(at.isAfter(now) ? now : at, replicas));
          }
        }
      } catch (DateTimeParseException | NumberFormatException e) {
        continue;
      }
    }
    return new RecentMoves(moves);
  }
}
