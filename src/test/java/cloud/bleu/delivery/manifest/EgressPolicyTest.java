package cloud.bleu.delivery.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.api.v1alpha1.BleuWorkload;
import cloud.bleu.delivery.zone.DeliveryProblem;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a workload states, as rules of its NetworkPolicy, and what is told where there is none. */
class EgressPolicyTest {

  private static final String DNS = "kube-system [k8s-app=kube-dns] UDP 53 TCP 53";

  private static final Map<String, Service> SERVICES =
      Map.of(
          "shop/db",
          service(
              "{selector: {app: db}, ports: [{port: 80, targetPort: 8080}, {port: 53, protocol:"
                  + " UDP}]}"),
          "other/db",
          service("{selector: {app: far}, ports: [{port: 443, targetPort: https}]}"),
          "shop/members",
          service("{clusterIP: None, selector: {app: db}, ports: [{port: 5432, targetPort: pg}]}"),
          "shop/alias",
          // Kubernetes passes over the selector of such a Service.
          service("{type: ExternalName, externalName: db.example, selector: {app: db}}"),
          "shop/manual",
          service("{ports: [{port: 5432}]}"));

  private static Service service(String spec) {
    return Serialization.unmarshal(
        "---\n{apiVersion: v1, kind: Service, metadata: {name: any}, spec: " + spec + "}",
        Service.class);
  }

  private static BleuWorkload workload(String egress) {
    return Serialization.unmarshal(
        "---\n{apiVersion: placement.bleu.cloud/v1alpha1, kind: BleuWorkload, metadata: {name: web,"
            + " namespace: shop, uid: u}, spec: {residency: {egress: ["
            + egress
            + "]}}}",
        BleuWorkload.class);
  }

  private static EgressPolicy.Built built(String egress) {
    BleuWorkload workload = workload(egress);
    return EgressPolicy.of(
        workload, workload.getSpec().residency().egress(), SERVICES, ClusterDns.USUAL);
  }

  @ParameterizedTest(name = "{0}: {1}; {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "service: {name: db}                        |            | shop [app=db] | -",
        // The port of the Service leads to another one of the pods, and so does its name.
        "service: {name: db}                        | port: 80   | shop [app=db] TCP 8080 | -",
        "service: {name: db}                        | port: 53, protocol: UDP | shop [app=db] UDP"
            + " 53 | -",
        "service: {name: db}                        | port: 53   | - | PortNotOfService",
        "service: {name: db}                        | port: 8080 | - | PortNotOfService",
        "service: {name: db, namespace: other}      | port: 443  | other [app=far] TCP https | -",
        // Pods of a headless Service are called as they are.
        "service: {name: members}                   | port: 5432 | shop [app=db] TCP 5432 | -",
        "service: {name: alias}                     | port: 5432 | - | HostNotEnforced",
        "service: {name: manual}                    | port: 5432 | - | ServiceWithoutSelector",
        "service: {name: gone}                      | port: 5432 | - | ServiceMissing",
        "service: {name: alias, namespace: other}   |            | - | ServiceMissing",
        "pods: {selector: {}}                       | port: 1    | shop [] TCP 1 | -",
        "pods: {namespace: other, selector: {matchLabels: {app: a}}} | | other [app=a] | -",
        "cidr: 10.20.0.0/16                         | port: 443  | 10.20.0.0/16 TCP 443 | -",
        "cidr: 2001:db8::/48                        |            | 2001:db8::/48 | -",
        "host: api.example                          | port: 443  | - | HostNotEnforced",
      })
  void table(String to, String port, String rule, String gap) {
    EgressPolicy.Built built =
        built(
            "{name: x, to: {" + to + "}, ports: [" + (port == null ? "" : "{" + port + "}") + "]}");
    assertEquals(rule == null ? DNS : DNS + "; " + rule, words(built.policy().getSpec()));
    assertEquals(
        gap == null ? "" : gap,
        String.join(" ", built.gaps().stream().map(DeliveryProblem::code).toList()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host: api.example | egress x: a NetworkPolicy knows no names, so nothing is opened to"
            + " api.example: state the egress gateway that leads there, or its addresses, or allow"
            + " the name in a policy of the network plugin",
        "service: {name: gone} | egress x: there is no Service shop/gone, so nothing is opened to"
            + " it: create it or correct the name",
        "service: {name: alias} | egress x: a NetworkPolicy knows no names, so nothing is opened to"
            + " db.example (Service shop/alias): state the egress gateway that leads there, or its"
            + " addresses, or allow the name in a policy of the network plugin",
        "service: {name: manual} | egress x: Service shop/manual selects no pods, so nothing is"
            + " opened to it: state the addresses behind it as cidr",
      })
  void gapsSayWhatToDo(String to, String message) {
    assertEquals(message, built("{name: x, to: {" + to + "}}").gaps().get(0).message());
  }

  /** A cache on the nodes beside what it asks, and pods that listen elsewhere. */
  @org.junit.jupiter.api.Test
  void whatAnswersAboutNamesIsOpened() {
    BleuWorkload workload = workload("");
    ClusterDns dns =
        new ClusterDns(
            List.of(
                ClusterDns.Server.pods("openshift-dns", Map.of("dns", "default"), 5353),
                ClusterDns.Server.addresses("169.254.20.10/32", ClusterDns.PORT)));
    assertEquals(
        "openshift-dns [dns=default] UDP 5353 TCP 5353; 169.254.20.10/32 UDP 53 TCP 53",
        words(EgressPolicy.of(workload, List.of(), SERVICES, dns).policy().getSpec()));
  }

  @org.junit.jupiter.api.Test
  void onePortThatIsMissingClosesNoOther() {
    EgressPolicy.Built built =
        built("{name: x, to: {service: {name: db}}, ports: [{port: 80}, {port: 81}]}");
    assertEquals(DNS + "; shop [app=db] TCP 8080", words(built.policy().getSpec()));
    assertEquals(
        "egress x: Service shop/db has no port 81 of TCP, so it is not opened: correct the port in"
            + " spec.residency.egress or in the Service",
        built.gaps().get(0).message());
  }

  @org.junit.jupiter.api.Test
  void itSelectsThePodsOfTheWorkload() {
    var policy = built("").policy();
    assertEquals("web-egress", policy.getMetadata().getName());
    assertEquals("shop", policy.getMetadata().getNamespace());
    assertEquals(
        Map.of("placement.bleu.cloud/workload", "web"),
        policy.getSpec().getPodSelector().getMatchLabels());
    assertEquals(java.util.List.of("Egress"), policy.getSpec().getPolicyTypes());
    assertEquals(DNS, words(policy.getSpec()));
  }

  /** Each rule as namespace, labels and ports, or range and ports. */
  private static String words(NetworkPolicySpec spec) {
    return spec.getEgress().stream()
        .map(
            rule -> {
              var peer = rule.getTo().get(0);
              String to =
                  peer.getIpBlock() != null
                      ? peer.getIpBlock().getCidr()
                      : peer.getNamespaceSelector()
                              .getMatchLabels()
                              .get("kubernetes.io/metadata.name")
                          + " ["
                          + labels(peer.getPodSelector().getMatchLabels())
                          + "]";
              return to
                  + rule.getPorts().stream()
                      .map(p -> " " + p.getProtocol() + " " + p.getPort().getValue())
                      .collect(java.util.stream.Collectors.joining());
            })
        .collect(java.util.stream.Collectors.joining("; "));
  }

  private static String labels(Map<String, String> labels) {
    return labels == null
        ? ""
        : labels.entrySet().stream()
            .map(Object::toString)
            .collect(java.util.stream.Collectors.joining(","));
  }
}
