package cloud.bleu.operator.evidence;

import cloud.bleu.evidence.chain.ChainNote;
import cloud.bleu.placement.Planner;
import cloud.bleu.placement.estate.Decision;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Placement;
import cloud.bleu.placement.estate.Plan;
import cloud.bleu.placement.estate.WaiverUse;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the operator records of passes beside decisions and heartbeats, for tests elsewhere. */
public final class WrittenNotes {
  private WrittenNotes() {}

  /**
   * Of passes, each of which finds what runs as the one before it decided.
   *
   * @param manifests what each of them reads
   */
  public static List<ChainNote> of(Instant now, String... manifests) {
    PassNotes chronicle = new PassNotes(Duration.ofDays(365));
    chronicle.last(now);
    List<ChainNote> written = new ArrayList<>();
    List<Placement> placements = List.of();
    for (String yaml : manifests) {
      ApiObjects objects =
          ManifestObjects.of(
                  ManifestReader.read(
                      List.of("-"),
                      new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))))
              .objects();
      Translation translation = EstateTranslator.translate(objects, now, Map.of());
      Estate read = translation.estate();
      Estate estate =
          new Estate(
              now, read.providers(), read.zones(), read.workloads(), placements, read.roundTrips());
      Plan plan = Planner.plan(estate);
      Map<WorkloadId, Decision> decisions = new HashMap<>();
      plan.decisions().forEach(d -> decisions.put(d.id(), d));
      Map<WorkloadId, List<WaiverUse>> uses = new HashMap<>();
      for (Workload workload : estate.workloads()) {
        uses.put(workload.id(), WaiverUse.of(workload, decisions.get(workload.id()), estate));
      }
      LifecycleNotes lives =
          new LifecycleNotes(
              new WaiverNotes(objects.waivers(), translation.waivers(), uses, name -> "person"),
              new LiveDrillNotes(List.of()),
              new BreakGlassNotes(
                  objects.workloads(),
                  translation.breakGlass(),
                  name -> "person",
                  (pseudonym, name) -> true),
              new LingeringPods(objects.pods()));
      List<ChainNote> notes = chronicle.notes(estate, plan, lives, now);
      notes.forEach(note -> chronicle.committed(note, now));
      chronicle.end();
      written.addAll(notes);
      placements =
          plan.decisions().stream()
              .filter(d -> !d.assignments().isEmpty())
              .map(d -> new Placement(d.id(), "u-1", d.assignments(), d.contingency(), 0))
              .toList();
    }
    return written;
  }
}
