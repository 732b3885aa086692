package cloud.bleu.delivery.manifest;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.api.v1alpha1.Egress;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The NetworkPolicy of a workload: its pods may call the DNS of the cluster and what the workload
 * states, nothing else. What a NetworkPolicy cannot express is reported, and nothing is opened for
 * it.
 */
public final class EgressPolicy {

  private static final String NAMESPACE = "kubernetes.io/metadata.name";

  private final BleuWorkload workload;
  private final Map<String, Service> services;
  private final List<DeliveryProblem> gaps = new ArrayList<>();

  private EgressPolicy(BleuWorkload workload, Map<String, Service> services) {
    this.workload = workload;
    this.services = services;
  }

  /**
   * @param gaps what is stated and not opened, each with what to do
   */
  public record Built(NetworkPolicy policy, List<DeliveryProblem> gaps) {}

  /**
   * The name of the object, which no workload has: another one may be called {@code web-egress}.
   */
  public static String name(HasMetadata workload) {
    return workload.getMetadata().getName() + "-egress";
  }

  /** Every Service that the workload states, as {@code namespace/name}. */
  public static List<String> services(BleuWorkload workload) {
    List<Egress> egress = workload.getSpec().residency().egress();
    List<String> names = new ArrayList<>();
    for (Egress entry : egress == null ? List.<Egress>of() : egress) {
      if (entry.to() != null && entry.to().service() != null) {
        names.add(key(workload, entry.to().service()));
      }
    }
    return names;
  }

  /**
   * Builds the object.
   *
   * @param egress as the workload states it
   * @param services those that there are, by {@code namespace/name}
   * @param dns what may always be asked
   */
  public static Built of(
      BleuWorkload workload, List<Egress> egress, Map<String, Service> services, ClusterDns dns) {
    EgressPolicy policy = new EgressPolicy(workload, services);
    List<NetworkPolicyEgressRule> rules = new ArrayList<>();
    dns.servers().forEach(server -> rules.add(dns(server)));
    for (Egress entry : egress) {
      NetworkPolicyEgressRule rule = policy.rule(entry);
      if (rule != null) {
        rules.add(rule);
      }
    }
    String name = workload.getMetadata().getName();
    return new Built(
        new NetworkPolicyBuilder()
            .withNewMetadata()
            .withName(name(workload))
            .withNamespace(workload.getMetadata().getNamespace())
            .withLabels(Labels.ofWorkload(name))
            .endMetadata()
            .withNewSpec()
            .withNewPodSelector()
            .withMatchLabels(Labels.ofWorkload(name))
            .endPodSelector()
            .withPolicyTypes("Egress")
            .withEgress(rules)
            .endSpec()
            .build(),
        List.copyOf(policy.gaps));
  }

  private static NetworkPolicyEgressRule dns(ClusterDns.Server server) {
    IntOrString port = new IntOrString(server.port());
    return rule(
        server.cidr() == null
            ? peer(server.namespace(), labels(server.labels()))
            : addresses(server.cidr()),
        List.of(port("UDP", port), port("TCP", port)));
  }

  private @Nullable NetworkPolicyEgressRule rule(Egress entry) {
    Egress.Destination to = entry.to();
    if (to == null) {
      return null;
    }
    if (to.service() != null) {
      return behind(entry, key(workload, to.service()));
    }
    if (to.pods() != null) {
      String namespace = to.pods().namespace();
      return rule(
          peer(
              namespace == null ? workload.getMetadata().getNamespace() : namespace,
              to.pods().selector()),
          asWritten(entry));
    }
    if (to.cidr() != null) {
      return rule(addresses(to.cidr()), asWritten(entry));
    }
    host(entry, String.valueOf(to.host()));
    return null;
  }

  private void host(Egress entry, String host) {
    gap(
        "HostNotEnforced",
        "egress %s: a NetworkPolicy knows no names, so nothing is opened to %s"
            .formatted(entry.name(), host),
        "state the egress gateway that leads there, or its addresses, or allow the name in a policy"
            + " of the network plugin");
  }

  /** A rule to the pods that a Service selects, on the ports that it leads to. */
  private @Nullable NetworkPolicyEgressRule behind(Egress entry, String key) {
    Service service = services.get(key);
    String of = "egress %s: ".formatted(entry.name());
    if (service == null || service.getSpec() == null) {
      gap(
          "ServiceMissing",
          of + "there is no Service " + key + ", so nothing is opened to it",
          "create it or correct the name");
      return null;
    }
    if ("ExternalName".equals(service.getSpec().getType())) {
      host(entry, service.getSpec().getExternalName() + " (Service " + key + ")");
      return null;
    }
    Map<String, String> selector = service.getSpec().getSelector();
    if (selector == null || selector.isEmpty()) {
      gap(
          "ServiceWithoutSelector",
          of + "Service " + key + " selects no pods, so nothing is opened to it",
          "state the addresses behind it as cidr");
      return null;
    }
    List<NetworkPolicyPort> ports = new ArrayList<>();
    for (Egress.Port asked : ports(entry)) {
      IntOrString target = target(service, asked);
      if (target == null) {
        gap(
            "PortNotOfService",
            of
                + "Service "
                + key
                + " has no port "
                + asked.port()
                + " of "
                + asked.protocol()
                + ", so it is not opened",
            "correct the port in spec.residency.egress or in the Service");
      } else {
        ports.add(port(asked.protocol(), target));
      }
    }
    // No port at all would mean every port.
    return ports.isEmpty() && !entry.ports().isEmpty()
        ? null
        : rule(peer(key.substring(0, key.indexOf('/')), labels(selector)), ports);
  }

  /** The port of the pods; a headless Service leads to none, its pods are called as they are. */
  private static @Nullable IntOrString target(Service service, Egress.Port asked) {
    if ("None".equals(service.getSpec().getClusterIP())) {
      return new IntOrString(asked.port());
    }
    for (ServicePort port : service.getSpec().getPorts()) {
      String protocol = port.getProtocol() == null ? "TCP" : port.getProtocol();
      if (asked.port().equals(port.getPort()) && asked.protocol().equals(protocol)) {
        return port.getTargetPort() == null ? new IntOrString(asked.port()) : port.getTargetPort();
      }
    }
    return null;
  }

  private static List<NetworkPolicyPort> asWritten(Egress entry) {
    return ports(entry).stream().map(p -> port(p.protocol(), new IntOrString(p.port()))).toList();
  }

  /** An object that was written before today's schema may leave the number out. */
  private static List<Egress.Port> ports(Egress entry) {
    return entry.ports().stream().filter(p -> p.port() != null).toList();
  }

  private static NetworkPolicyEgressRule rule(
      NetworkPolicyPeer peer, List<NetworkPolicyPort> ports) {
    return new NetworkPolicyEgressRuleBuilder().withTo(peer).withPorts(ports).build();
  }

  private static NetworkPolicyPeer peer(String namespace, LabelSelector pods) {
    return new NetworkPolicyPeerBuilder()
        .withNamespaceSelector(labels(Map.of(NAMESPACE, namespace)))
        .withPodSelector(pods)
        .build();
  }

  private static NetworkPolicyPeer addresses(String cidr) {
    return new NetworkPolicyPeerBuilder().withNewIpBlock().withCidr(cidr).endIpBlock().build();
  }

  private static NetworkPolicyPort port(String protocol, IntOrString port) {
    return new NetworkPolicyPortBuilder().withProtocol(protocol).withPort(port).build();
  }

  private static LabelSelector labels(Map<String, String> labels) {
    return new LabelSelectorBuilder().withMatchLabels(labels).build();
  }

  private static String key(BleuWorkload workload, Egress.ServiceRef service) {
    return (service.namespace() == null
            ? workload.getMetadata().getNamespace()
            : service.namespace())
        + "/"
        + service.name();
  }

  private void gap(String code, String what, String advice) {
    gaps.add(DeliveryProblem.passing(code, what + ": " + advice));
  }
}
