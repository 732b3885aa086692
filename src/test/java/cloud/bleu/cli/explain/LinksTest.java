package cloud.bleu.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import cloud.bleu.cli.Typed;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** What a workload stands on, as {@code bleu explain} lists it. */
class LinksTest {

  private static final String ESTATE =
      """
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: CloudProvider
      metadata: {name: acme}
      spec: {offerings: [{name: base, layers: [IaaS], services: [mail]}, {name: edge, layers: [SaaS]}]}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: AvailabilityZone
      metadata: {name: a}
      spec: {provider: acme, offerings: [base], region: r, site: s, capacity: {cpu: 4, memory: 8Gi}, target: {nodeSelector: {z: a}}}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: front, namespace: shop}
      spec: {type: LoadBalancer, selector: {app: web}}
      ---
      apiVersion: placement.bleu.cloud/v1alpha1
      kind: BleuWorkload
      metadata: {name: web, namespace: shop}
      spec:
        dataClasses: [Ordinary]
        %s
        resilience: {backup: {toZones: [a]}}
        workload:
          deployment:
            template:
              metadata: {labels: {app: web}}
              spec:
                containers: [{name: main, image: registry.example/web:1, resources: {requests: {cpu: 1}}}]
                volumes: [{name: data, ephemeral: {volumeClaimTemplate: {spec: {storageClassName: fast}}}}]
      """;

  private static final String STATED =
      "dependencies: [{name: mail, provider: acme, offering: base, services: [mail], identity: true}, {name: edge,"
          + " provider: acme, offering: edge, ingress: true}], residency: {egress: [{name: db, to: {service: {name: db}}},"
          + " {name: api, to: {host: api.example}}]}";

  private static Typed explained(String stated, String... more) {
    String[] arguments = new String[4 + more.length];
    System.arraycopy(new String[] {"explain", "web", "-f", "-"}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Typed.withInput(
        ESTATE.formatted(stated.replaceAll(", residency", "\n  residency")), arguments);
  }

  private static String section(Typed typed, String title) {
    String out = typed.out();
    int from = out.indexOf("\n" + title + "\n");
    assertTrue(from >= 0, out + typed.err());
    int to = out.indexOf("\n\n", from + 1);
    return out.substring(from + title.length() + 2, to < 0 ? out.length() : to);
  }

  @Test
  void everyLinkHasItsLine() {
    assertEquals(
        """
          dependency mail: acme/base (mail, people or programs sign in through it)
          dependency edge: acme/edge (requests come in through it)
          image container main: registry.example/web:1
          claim ephemeral volume data: fast
          backup zone: a
          egress db: Service shop/db
          egress api: Host api.example (declared, opened by no NetworkPolicy)
          ingress: Service front of type LoadBalancer"""
            .indent(2)
            .stripTrailing(),
        section(explained(STATED), "Stands on"));
  }

  @Test
  void silenceIsToldFromNothing() {
    String silent = section(explained(""), "Stands on");
    assertTrue(silent.contains("dependency: not stated"), silent);
    assertTrue(silent.contains("egress: not stated"), silent);
    String nothing = section(explained("dependencies: [], residency: {egress: []}"), "Stands on");
    assertTrue(nothing.contains("dependency: none"), nothing);
    assertTrue(nothing.contains("egress: nothing but DNS"), nothing);
  }

  @Test
  void inFrench() {
    String french = section(explained(STATED, "--lang", "fr"), "Ce sur quoi elle repose");
    assertTrue(french.contains("  sortie api : hôte api.example (déclaré, qu'aucune"), french);
    assertTrue(french.contains("  entrée : Service front de type LoadBalancer"), french);
  }

  @Test
  void forPrograms() throws Exception {
    JsonNode links =
        new ObjectMapper().readTree(explained(STATED, "-o", "json").out()).path("standsOn");
    assertEquals(8, links.size());
    assertEquals(
        "{\"link\":\"egress\",\"name\":\"db\",\"target\":\"Service shop/db\",\"remarks\":[]}",
        links.get(5).toString());
  }
}
