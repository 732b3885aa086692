package cloud.bleu.placement.explain;

import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The occupancy of zones, plan after plan. What the decisions ask of the zones is added up anew
 * only where a decision, a workload or the place of a zone is another one. For one thread at a
 * time.
 */
public final class ClaimMemory {

  private @Nullable Known known;

  private record Known(Estate estate, List<Decision> decisions, ZoneClaims claims) {}

  /** The occupancy of every zone of the estate, by name, as {@link Occupancy#of} has it. */
  public SortedMap<String, Occupancy> occupancy(Estate estate, List<Decision> decisions) {
    Known last = known;
    ZoneClaims claims =
        last != null && ZoneClaims.same(estate, decisions, last.estate, last.decisions)
            ? last.claims
            : ZoneClaims.of(estate, decisions);
    known = new Known(estate, decisions, claims);
    return Occupancy.of(estate.zones(), claims);
  }
}
