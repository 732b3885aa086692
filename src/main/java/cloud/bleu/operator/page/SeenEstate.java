package cloud.bleu.operator.page;

import cloud.bleu.drill.DrillValidity;
import cloud.bleu.evidence.assessment.DrillProof;
import cloud.bleu.evidence.assessment.LeftOutObject;
import cloud.bleu.operator.snapshot.Snapshot;
import cloud.bleu.placement.catalogue.DecisionWindow;
import cloud.bleu.placement.estate.BreakGlassStatus;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Window;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.report.page.PageInput.Recorded;
import cloud.bleu.report.page.PageInput.StandingWaiver;
import cloud.bleu.standing.DrillProofs;
import cloud.bleu.standing.LeftOutObjects;
import cloud.bleu.standing.RecordedReach;
import cloud.bleu.standing.ReportedWaivers;
import cloud.bleu.translate.object.ApiObjects;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What pages are made from: what a pass saw and decided.
 *
 * @param recorded what is written down of zones and of what stands in them
 * @param waivers by the language of what is said of them
 * @param breakGlass how the break-glass of each workload stands that has one
 * @param leftOut what cannot be used as written
 * @param names of every namespace
 * @param window in which no answer changes by the time alone
 */
record SeenEstate(
    Estate estate,
    List<Decision> decisions,
    Recorded recorded,
    Map<PageLanguage, List<StandingWaiver>> waivers,
    Map<WorkloadId, BreakGlassStatus> breakGlass,
    List<DrillProof> drills,
    List<LeftOutObject> leftOut,
    Set<String> names,
    Window window) {

  /** Of a pass. */
  static SeenEstate of(Snapshot snapshot, ApiObjects objects) {
    Estate estate = snapshot.estate();
    SortedSet<String> names = told(snapshot);
    objects.namespaces().forEach(n -> names.add(n.getMetadata().getName()));
    return new SeenEstate(
        estate,
        snapshot.decisions().values().stream().sorted(Comparator.comparing(Decision::id)).toList(),
        RecordedReach.of(objects.zones(), objects.placements()),
        waivers(snapshot, objects),
        snapshot.translation().breakGlass(),
        DrillProofs.of(
            objects.drills().stream()
                .sorted(Comparator.comparing(drill -> drill.getMetadata().getName()))
                .map(drill -> DrillValidity.of(drill, estate, estate.now()))
                .toList()),
        LeftOutObjects.of(snapshot.translation().problems()),
        names,
        DecisionWindow.of(estate.now(), estate.zones(), estate.workloads()));
  }

  /** Namespaces of which a page tells something. */
  static SortedSet<String> told(Snapshot snapshot) {
    SortedSet<String> namespaces = new TreeSet<>();
    snapshot.estate().workloads().forEach(w -> namespaces.add(w.id().namespace()));
    snapshot.translation().waivers().forEach(w -> add(namespaces, w.object().namespace()));
    return namespaces;
  }

  private static void add(Set<String> namespaces, @Nullable String namespace) {
    if (namespace != null) {
      namespaces.add(namespace);
    }
  }

  private static Map<PageLanguage, List<StandingWaiver>> waivers(
      Snapshot snapshot, ApiObjects objects) {
    Map<PageLanguage, List<StandingWaiver>> waivers = new EnumMap<>(PageLanguage.class);
    for (PageLanguage language : PageLanguage.values()) {
      waivers.put(
          language,
          ReportedWaivers.of(
              objects.waivers(), snapshot.translation().waivers(), language.findings()));
    }
    return waivers;
  }

  /** Whether pages of what was seen now say the same. */
  boolean holds(SeenEstate now) {
    return window.holds(now.estate.now())
        && estate.sameObjects(now.estate)
        && decisions.equals(now.decisions)
        && recorded.equals(now.recorded)
        && waivers.equals(now.waivers)
        && drills.equals(now.drills)
        && leftOut.equals(now.leftOut)
        && names.equals(now.names);
  }
}
