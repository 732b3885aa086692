package cloud.bleu.status;

import cloud.bleu.api.v1alpha1.SovereigntyWaiver;
import cloud.bleu.api.v1alpha1.SovereigntyWaiverStatus;
import cloud.bleu.api.v1alpha1.WaiverInUse;
import cloud.bleu.api.v1alpha1.WorkloadPlacementStatus;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.model.WaiverState;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What stands on waivers, in the words of the API. */
public final class WaiverStatus {

  private WaiverStatus() {}

  /**
   * The status of a waiver.
   *
   * @param message why it stands so
   * @param uses of this waiver in the decision in force for its workload
   */
  public static SovereigntyWaiverStatus of(
      SovereigntyWaiver object,
      WaiverState state,
      String message,
      List<WaiverUse> uses,
      Instant now) {
    Long generation = object.getMetadata().getGeneration();
    SovereigntyWaiverStatus old = object.getStatus();
    TreeSet<String> zones = new TreeSet<>();
    uses.forEach(u -> zones.add(u.verdict().zone()));
    return new SovereigntyWaiverStatus(
        generation == null ? 0 : generation,
        Conditions.next(
            old == null ? List.of() : old.conditions(),
            wanted(state, message, end(object, state), now),
            generation == null ? 0 : generation,
            now),
        List.copyOf(zones));
  }

  private static @Nullable Instant end(SovereigntyWaiver object, WaiverState state) {
    try {
      return state == WaiverState.InForce ? Instant.parse(object.getSpec().expirationTime()) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static List<DesiredCondition> wanted(
      WaiverState state, String message, @Nullable Instant end, Instant now) {
    String reason = state.name();
    List<DesiredCondition> wanted =
        new ArrayList<>(
            switch (state) {
              case InForce -> Conditions.ready(reason, message);
              case NotYetInForce, AwaitingApproval -> Conditions.reconciling(reason, message);
              default -> Conditions.stalled(reason, message);
            });
    DesiredCondition lapse =
        LapseCondition.of(
            end, "it ends on " + end + "; correct what it sets aside, or ask for a new one", now);
    if (lapse != null) {
      wanted.add(lapse);
    }
    return wanted;
  }

  /** The waivers that a decision stands on, by name. */
  static List<WaiverInUse> inUse(List<WaiverUse> uses) {
    TreeMap<String, List<WaiverUse>> byName = new TreeMap<>();
    uses.forEach(u -> byName.computeIfAbsent(u.waiver().name(), n -> new ArrayList<>()).add(u));
    List<WaiverInUse> inUse = new ArrayList<>();
    byName.forEach(
        (name, own) -> {
          TreeSet<String> codes = new TreeSet<>();
          TreeSet<String> zones = new TreeSet<>();
          own.forEach(u -> codes.add(u.verdict().code()));
          own.forEach(u -> zones.add(u.verdict().zone()));
          WaiverUse first = own.get(0);
          int more = Math.max(0, zones.size() - WorkloadPlacementStatus.MAX_EXPLAINED_ZONES);
          inUse.add(
              new WaiverInUse(
                  name,
                  first.statement().policy(),
                  first.statement().name(),
                  List.copyOf(codes),
                  zones.stream().limit(WorkloadPlacementStatus.MAX_EXPLAINED_ZONES).toList(),
                  more == 0 ? null : (Integer) more,
                  first.waiver().until().toString()));
        });
    return inUse;
  }
}
