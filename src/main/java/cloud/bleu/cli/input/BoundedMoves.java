package cloud.bleu.cli.input;

import cloud.bleu.ledger.RecentMoves;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import org.jspecify.annotations.Nullable;

/** What all workloads of an input together may move, with what its placements say was moved. */
final class BoundedMoves {
  private BoundedMoves() {}

  /**
   * The translation with this bound in its estate.
   *
   * @param perHour most replicas within an hour; null: no bound
   */
  static Translation in(Translation translation, ApiObjects objects, @Nullable Integer perHour) {
    Estate estate = translation.estate();
    return translation.of(
        estate.withMoveBudget(
            RecentMoves.budget(
                perHour,
                objects.placements().stream()
                    .map(placement -> RecentMoves.of(placement, estate.now())),
                estate.now())));
  }
}
