package cloud.bleu.translate.workload;

import cloud.bleu.api.v1alpha1.BleuWorkloadSpec;
import cloud.bleu.api.v1alpha1.Companion;
import cloud.bleu.api.v1alpha1.Dependency;
import cloud.bleu.api.v1alpha1.Resilience;
import cloud.bleu.credential.ShownText;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.message.TemplatePart;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Provider;
import cloud.bleu.placement.model.WorkloadId;
import cloud.bleu.translate.finding.FieldPath;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.pod.PodContents;
import cloud.bleu.translate.pod.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a workload stands on, from its template and its spec. */
final class ClosureTranslator {
  private static final int FARTHEST_KM = 20_038;
  private static final long METRES_PER_KM = 1000;

  private final ReferableNames around;
  private final Findings findings;

  private ClosureTranslator(ReferableNames around, Findings findings) {
    this.around = around;
    this.findings = findings;
  }

  static Closure of(
      WorkloadId id,
      BleuWorkloadSpec spec,
      Source source,
      ReferableNames around,
      Findings findings) {
    ClosureTranslator closure = new ClosureTranslator(around, findings);
    PodContents contents = source.contents();
    List<Closure.Destination> egress =
        EgressTranslator.of(
            id.namespace(), spec.residency().egress(), around.externalNames(), findings);
    List<Closure.Endpoint> endpoints = new ArrayList<>(contents.endpoints());
    endpoints.addAll(EgressTranslator.endpoints(egress));
    return new Closure(
        contents.images(),
        endpoints,
        closure.dependencies(spec.dependencies()),
        contents.claims(),
        closure.backup(spec.resilience().backup()),
        egress,
        exposedBy(around.exposures().of(id.namespace(), id.name(), source.labels()), contents),
        contents.hostNetwork(),
        new Closure.Secrets(secrets(spec), contents.mentionsSecrets()),
        source.known());
  }

  private static List<String> secrets(BleuWorkloadSpec spec) {
    return spec.workload() == null
        ? List.of()
        : spec.workload().companions().stream()
            .filter(companion -> "Secret".equals(companion.kind()))
            .map(Companion::name)
            .filter(Objects::nonNull)
            .sorted()
            .toList();
  }

  private static List<Message> exposedBy(List<Message> entrances, PodContents contents) {
    TreeSet<Message> all = new TreeSet<>(entrances);
    all.addAll(contents.hostPorts());
    if (contents.hostNetwork()) {
      all.add(TemplatePart.nodeNetwork());
    }
    return List.copyOf(all);
  }

  private Closure.@Nullable Backup backup(Resilience.@Nullable Backup api) {
    if (api == null) {
      return null;
    }
    String path = "spec.resilience.backup";
    if (api.toZones().isEmpty()) {
      findings.block(
          path + ".toZones",
          "no zone is given",
          null,
          "name the zones that backups are written to");
    }
    int i = 0;
    for (String zone : api.toZones()) {
      String at = FieldPath.item(path + ".toZones", i++);
      if (!around.zones().contains(zone)) {
        findings.dangling(at, "AvailabilityZone", zone, around.zones());
      }
    }
    long km = findings.whole(path + ".minDistanceKm", api.minDistanceKm(), 0, FARTHEST_KM);
    return new Closure.Backup(api.toZones(), km * METRES_PER_KM);
  }

  private @Nullable List<Closure.Dependency> dependencies(@Nullable List<Dependency> entries) {
    if (entries == null) {
      return null;
    }
    List<Closure.Dependency> dependencies = new ArrayList<>();
    Set<String> names = new TreeSet<>();
    int i = 0;
    for (Dependency entry : entries) {
      String path = FieldPath.item("spec.dependencies", i++);
      String name = findings.label(path, entry.name(), "name the dependency");
      if (!names.add(name)) {
        findings.block(
            path + ".name",
            "the name " + ShownText.quote(name) + " is given twice",
            null,
            "give each dependency a name of its own");
      }
      String provider =
          findings.given(path + ".provider", entry.provider(), "name the CloudProvider");
      String offering =
          findings.given(path + ".offering", entry.offering(), "name the offering that is used");
      if (provider == null || offering == null) {
        continue;
      }
      references(path, provider, offering);
      dependencies.add(
          new Closure.Dependency(
              name, provider, offering, entry.services(), entry.identity(), entry.ingress()));
    }
    return dependencies;
  }

  private void references(String path, String name, String offering) {
    Provider provider = around.providers().get(name);
    if (provider == null) {
      findings.dangling(path + ".provider", "CloudProvider", name, around.providers().keySet());
      return;
    }
    List<String> known = provider.offerings().stream().map(Provider.Offering::name).toList();
    if (!known.contains(offering)) {
      findings.dangling(path + ".offering", "offering of " + name, offering, known);
    }
  }
}
