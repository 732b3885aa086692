package cloud.bleu.cli.doctor;

import cloud.bleu.api.v1alpha1.AvailabilityZone;
import cloud.bleu.api.v1alpha1.AvailabilityZoneStatus.Probe;
import cloud.bleu.api.v1alpha1.ProbeState;
import cloud.bleu.cli.doctor.Diagnosis.Finding;
import cloud.bleu.cli.input.OperatorDeployment;
import cloud.bleu.operator.config.ProbeNetworks;
import cloud.bleu.status.probe.ProbeWords;
import cloud.bleu.translate.finding.Findings;
import cloud.bleu.translate.finding.ObjectRef;
import cloud.bleu.translate.object.ApiObjects;
import cloud.bleu.translate.zone.AddressLiteral;
import cloud.bleu.translate.zone.StatedProbe;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Probes of zones that nobody asks, as the operator may not, and zones of which no probe is
 * answered: by the status of the zones, and by the Deployment of the operator where the input has
 * it. A name is looked up nowhere: of that the status alone tells.
 */
final class ProbeFindings {

  private static final String KIND = "AvailabilityZone";
  private static final String OPTION = "--probe-networks";

  private final @Nullable ProbeNetworks networks;
  private final SortedSet<String> listed = new TreeSet<>();

  private ProbeFindings(ApiObjects objects) {
    if (OperatorDeployment.isIn(objects.deployments())) {
      OperatorDeployment.values(objects.deployments(), OPTION)
          .forEach(value -> listed.addAll(List.of(value.split(","))));
      networks = networks(listed);
    } else {
      networks = null;
    }
  }

  /** Null where somebody typed what is none: the operator does not start with it. */
  private static @Nullable ProbeNetworks networks(SortedSet<String> listed) {
    try {
      return ProbeNetworks.of(listed);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Two at most for each zone, by its name: what is not asked, and that none answers. */
  static List<Finding> of(ApiObjects objects) {
    ProbeFindings all = new ProbeFindings(objects);
    List<Finding> findings = new ArrayList<>();
    objects.zones().forEach(zone -> all.of(zone, findings));
    return findings;
  }

  private void of(AvailabilityZone zone, List<Finding> findings) {
    if (zone.getSpec() == null) {
      return;
    }
    Findings ignored = new Findings(ObjectRef.of(zone), new ArrayList<>(), new ArrayList<>());
    List<StatedProbe> stated = StatedProbe.of(zone.getSpec().health(), ignored);
    List<Probe> told = told(zone, stated);
    String name = String.valueOf(zone.getMetadata().getName());
    List<StatedProbe> barred =
        stated.stream().filter(p -> isBarred(p) || is(told, p, ProbeState.NotAllowed)).toList();
    if (!barred.isEmpty()) {
      findings.add(new Finding(KIND, name, "NetworkNotAllowed", notAsked(barred)));
    }
    List<Probe> asked =
        told.stream()
            .filter(p -> barred.stream().noneMatch(b -> b.name().equals(p.name())))
            .toList();
    if (!asked.isEmpty() && asked.stream().noneMatch(ProbeState.Answers::is)) {
      ProbeWords words = new ProbeWords(asked);
      findings.add(
          new Finding(
              KIND,
              name,
              words.allFail() ? "ProbesFail" : "ProbeFails",
              "no probe of the zone is answered: "
                  + words.unanswered()
                  + "; see whether what spec.health.probes asks is right and runs, and what bleu"
                  + " codes says of each reason"));
    }
  }

  /** What the status says of those that are stated. */
  private static List<Probe> told(AvailabilityZone zone, List<StatedProbe> stated) {
    return zone.getStatus() == null || zone.getStatus().health() == null
        ? List.of()
        : zone.getStatus().health().probes().stream()
            .filter(p -> stated.stream().anyMatch(s -> s.name().equals(p.name())))
            .toList();
  }

  private static boolean is(List<Probe> told, StatedProbe probe, ProbeState state) {
    return told.stream().anyMatch(p -> probe.name().equals(p.name()) && state.is(p));
  }

  /** Whether the options of the operator say so, whatever a name leads to. */
  private boolean isBarred(StatedProbe probe) {
    if (networks == null) {
      return false;
    }
    InetAddress address = AddressLiteral.of(probe.host());
    return networks.isEmpty() || address != null && !networks.allows(address, Set.of());
  }

  private String notAsked(List<StatedProbe> barred) {
    SortedSet<String> wanted = new TreeSet<>(listed);
    for (StatedProbe probe : barred) {
      InetAddress address = AddressLiteral.of(probe.host());
      wanted.add(
          address == null
              ? "CIDR"
              : address.getHostAddress() + "/" + address.getAddress().length * Byte.SIZE);
    }
    return "not asked, as if they were not there: "
        + barred.stream().map(StatedProbe::name).collect(Collectors.joining(", "))
        + ". No network that the operator may probe has their address; take them out of"
        + " spec.health.probes, or allow it: helm upgrade RELEASE CHART -n NAMESPACE"
        + " --reset-then-reuse-values --set 'probes.allowedNetworks={"
        + String.join(",", wanted)
        + "}'";
  }
}
