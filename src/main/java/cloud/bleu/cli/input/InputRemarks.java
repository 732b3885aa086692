package cloud.bleu.cli.input;

import cloud.bleu.cli.option.InputOptions;
import cloud.bleu.cli.terminal.BadInputException;
import cloud.bleu.cli.terminal.IOStreams;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.estate.Estate;
import cloud.bleu.placement.model.BreakGlass;
import cloud.bleu.placement.model.Capacity;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.placement.model.Zone;
import cloud.bleu.translate.finding.Problem;
import cloud.bleu.translate.finding.ShellWord;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.object.ApiObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is said of an input beside the answer: notes, what it lacks, what nobody checked. */
final class InputRemarks {
  private InputRemarks() {}

  static void notes(List<Problem> notes, IOStreams streams) {
    notes.forEach(n -> note(n.withObject(), streams));
  }

  static void withoutZones(InputOptions options, IOStreams streams) {
    note("no AvailabilityZone is in the input, so nothing is placed; " + more(options), streams);
  }

  /** Of a dump, whose status the operator of the cluster wrote. */
  static void newerStatus(List<String> fields, IOStreams streams) {
    if (!fields.isEmpty()) {
      note(
          "status has fields that this bleu does not know, and reads without them: "
              + String.join(", ", fields)
              + "; a newer operator wrote them, so use a bleu that is at least as new",
          streams);
    }
  }

  /** Of a part of what a cluster knows, where the rest changes the answer. */
  static void halfADump(ApiObjects objects, Estate estate, IOStreams streams) {
    withoutSeenZones(objects, streams);
    withoutPods(objects, estate, streams);
  }

  /**
   * Of zones whose room is measured, where nodes were dumped from a cluster without what runs
   * there. Nodes that a person wrote have no uid, and are as empty as they are written.
   */
  private static void withoutPods(ApiObjects objects, Estate estate, IOStreams streams) {
    List<String> measured =
        estate.zones().stream()
            .filter(z -> z.capacity() instanceof Capacity.Measured room && !room.nodes().isEmpty())
            .map(Zone::name)
            .toList();
    boolean dumped = objects.nodes().stream().anyMatch(n -> n.getMetadata().getUid() != null);
    if (dumped && objects.pods().isEmpty() && !measured.isEmpty()) {
      note(
          "no Pod is in the input, so the nodes of these zones count as empty: "
              + String.join(", ", measured)
              + "; give the pods too, as in `kubectl get nodes,pods -A -o yaml`",
          streams);
    }
  }

  /**
   * Of zones that are only written, where decisions were dumped from a cluster: what the cluster
   * knows of its zones is missing, such as that a person reports one as lost.
   */
  private static void withoutSeenZones(ApiObjects objects, IOStreams streams) {
    boolean dumped = objects.placements().stream().anyMatch(p -> p.getMetadata().getUid() != null);
    boolean observed = objects.zones().stream().anyMatch(z -> z.getMetadata().getUid() != null);
    if (dumped && !observed && !objects.zones().isEmpty()) {
      note(
          "WorkloadPlacements of a cluster are in the input and none of its AvailabilityZones, so"
              + " each zone counts as healthy unless a file says otherwise; give the zones of the"
              + " cluster too, as in `kubectl get az,waiver,nodes,pods,wp -A -o yaml`",
          streams);
    }
  }

  /** Of manifests, in which nobody compared the name in the annotation with a person. */
  static void breakGlass(Set<WorkloadId> workloads, IOStreams streams) {
    workloads.forEach(
        id ->
            note(
                "BleuWorkload "
                    + id
                    + " has the annotation "
                    + BreakGlass.ANNOTATION
                    + ", and nobody checked here who wrote it; admission does in a cluster",
                streams));
  }

  private static void note(String text, IOStreams streams) {
    streams.err().println(ShownText.visible("note: " + text));
  }

  /** That objects are missing, which objects there are, and where others may be. */
  static BadInputException lacking(
      InputOptions options, @Nullable ManifestObjects manifests, String missing) {
    List<String> kinds = new ArrayList<>();
    if (manifests != null) {
      manifests.kinds().forEach((kind, number) -> kinds.add(number + " " + kind));
    }
    String none = manifests == null ? "" : "holds no object, and so ";
    return new BadInputException(
        String.join(" ", options.files)
            + ": "
            + (kinds.isEmpty() ? none : "only " + String.join(", ", kinds) + ", ")
            + missing
            + "; "
            + more(options));
  }

  /** How to give more than these manifests. */
  private static String more(InputOptions options) {
    return "give the directory that holds them as well, as in `-f %s -f DIRECTORY`; or leave out -f to read a cluster that has them, or draft zones with `bleu init`"
        .formatted(options.files.stream().map(ShellWord::of).collect(Collectors.joining(" -f ")));
  }
}
