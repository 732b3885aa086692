package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.ledger.Export;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.object.ApiObjects;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a pass leaves in the chain beside its decisions. Used by the placement loop. */
public interface Recorder {

  /** Nothing is kept beyond the cluster, so nothing is recorded but decisions. */
  Recorder NONE =
      new Recorder() {
        @Override
        public Export export() {
          return Export.NONE;
        }

        @Override
        public @Nullable String inputs(Estate estate) {
          return null;
        }

        @Override
        public List<ChainNote> notes(Seen seen) {
          return List.of();
        }

        @Override
        public void end() {
          // Nothing was recorded.
        }

        @Override
        public Instant next() {
          return Instant.MAX;
        }
      };

  /**
   * What a pass saw and decided.
   *
   * @param waivers that decisions stand on, by workload
   * @param drills entries of drills that were run and are not in the chain yet
   */
  record Seen(
      ApiObjects objects,
      Translation translation,
      Plan plan,
      Map<WorkloadId, List<WaiverUse>> waivers,
      List<ChainNote> drills) {}

  /** Where entries go. */
  Export export();

  /** Records what the pass decided on, and returns its digest; null when that is not recorded. */
  @Nullable String inputs(Estate estate);

  /** What there is to record now, without what the {@link #export} was told of. */
  List<ChainNote> notes(Seen seen);

  /** Says that all of the last look is in the chain; of each entry the {@link #export} is told. */
  void end();

  /** When the next note is due though nothing happens. */
  Instant next();
}
