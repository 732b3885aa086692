package cloud.bleu.report.page;

import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.placement.simulation.UnreportedLoss;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What becomes of the workloads that are shown while nobody reports a loss. */
final class SilenceRows {
  private final ShownNames names;
  private final PageSentences sentences;
  private final List<Zone> zones;
  private final Map<WorkloadId, Workload> workloads = new HashMap<>();

  SilenceRows(Estate estate, ShownNames names, PageSentences sentences) {
    this.names = names;
    this.sentences = sentences;
    this.zones = estate.zones();
    estate.workloads().forEach(w -> workloads.put(w.id(), w));
  }

  /** One for each workload that is shown, with what comes of it while these zones are silent. */
  List<PageLoss.Unreported> rows(Set<String> lost, List<UnreportedLoss.Effect> effects) {
    List<Zone> silent = zones.stream().filter(zone -> lost.contains(zone.name())).toList();
    List<PageLoss.Unreported> rows = new ArrayList<>();
    for (UnreportedLoss.Effect effect : effects) {
      Workload workload = workloads.get(effect.workload());
      if (workload != null && names.isShown(effect.workload())) {
        rows.add(row(workload, silent, effect));
      }
    }
    return rows;
  }

  private PageLoss.Unreported row(
      Workload workload, List<Zone> silent, UnreportedLoss.Effect effect) {
    List<PageLoss.Wait> waits = new ArrayList<>();
    effect
        .waits()
        .forEach(
            (zone, replicas) -> {
              Message why = effect.why().get(zone);
              waits.add(new PageLoss.Wait(zone, replicas, why == null ? "" : said(why)));
            });
    return new PageLoss.Unreported(
        names.namespace(workload.id()),
        names.name(workload.id()),
        effect.moves(),
        effect.moves() == 0 ? "" : said(UnreportedLoss.moves(workload, silent)),
        waits);
  }

  /** These sentences name nobody: a namespace may be called by any word of theirs. */
  private String said(Message message) {
    return sentences.finding(message);
  }
}
