package cloud.bleu.assess.wave;

import cloud.bleu.assess.draft.WorkloadDraft;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.EstateTranslator;
import cloud.bleu.translate.Translation;
import cloud.bleu.translate.manifest.Manifest;
import cloud.bleu.translate.manifest.ManifestObjects;
import cloud.bleu.translate.manifest.ManifestProblem;
import cloud.bleu.translate.manifest.ManifestReader;
import cloud.bleu.translate.object.ApiObjects;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the target holds, and with it what is drafted to come. */
public final class TargetEstate {

  /** Of what runs today, the kinds that a decision on the target depends on: no nodes, no pods. */
  private static final Set<String> OF_SOURCE =
      Set.of("Deployment", "Service", "Ingress", "HTTPRoute", "ReferenceGrant", "Namespace");

  private final List<Manifest> manifests;
  private final Set<WorkloadId> workloads = new TreeSet<>();

  private TargetEstate(List<Manifest> manifests, Translation translation) {
    this.manifests = manifests;
    translation.estate().workloads().forEach(w -> workloads.add(w.id()));
  }

  /**
   * What was read.
   *
   * @param problems everything that is wrong with it, one a line; with any, nothing of it may be
   *     used
   */
  public record Read(TargetEstate estate, List<String> problems) {
    public Read {
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads an estate as {@code bleu plan -f} does.
   *
   * @param arguments files and directories
   */
  public static Read read(List<String> arguments, Instant now) {
    ManifestReader.Result read = ManifestReader.read(arguments, InputStream.nullInputStream());
    ManifestObjects objects = ManifestObjects.of(read);
    Translation translation = EstateTranslator.translate(objects.objects(), now, Map.of());
    List<String> problems =
        new ArrayList<>(
            objects.problems(translation.problems()).stream()
                .map(ManifestProblem::toString)
                .toList());
    if (problems.isEmpty() && objects.objects().zones().isEmpty()) {
      problems.add(
          String.join(" ", arguments)
              + ": no AvailabilityZone; give the directory that holds the zones of the target");
    }
    return new Read(new TargetEstate(read.manifests(), translation), problems);
  }

  /** Whether the target has a BleuWorkload of that name already. */
  public boolean has(WorkloadId id) {
    return workloads.contains(id);
  }

  /**
   * The estate with drafts of what comes, at an instant: facts that begin or end by then have begun
   * or ended.
   *
   * @param source the manifests that the drafts were made from
   */
  Translation with(List<Manifest> source, List<WorkloadDraft> drafts, Instant now) {
    StringBuilder yaml = new StringBuilder();
    drafts.forEach(d -> yaml.append("---\n").append(d.yaml()));
    List<Manifest> all = new ArrayList<>(manifests);
    source.stream().filter(m -> OF_SOURCE.contains(m.ref().kind())).forEach(all::add);
    all.addAll(
        ManifestReader.read(
                List.of("-"),
                new ByteArrayInputStream(yaml.toString().getBytes(StandardCharsets.UTF_8)))
            .manifests());
    ApiObjects objects = ManifestObjects.of(new ManifestReader.Result(all, List.of())).objects();
    return EstateTranslator.translate(objects, now, Map.of());
  }
}
