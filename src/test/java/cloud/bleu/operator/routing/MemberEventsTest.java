package cloud.bleu.operator.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.ledger.Ledger;
import cloud.bleu.operator.trigger.Triggers;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemberEventsTest {

  /** An inventory may change its words each few seconds, and no decision follows from them. */
  @Test
  void remarkTellsItsZonesOnly() {
    List<String> said = new ArrayList<>();
    Triggers triggers = new Triggers();
    triggers.zones.setEventHandler(
        event -> said.add("zone " + event.getRelatedCustomResourceID().getName()));
    triggers.zones.start();
    triggers.workloads.setEventHandler(event -> said.add("workload"));
    triggers.workloads.start();
    try (KubernetesClient nowhere =
            new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder().withAutoConfigure(false).build())
                .build();
        Ledger ledger = new Ledger(nowhere, Clock.systemUTC())) {
      MemberEvents events =
          new MemberEvents(
              triggers,
              () -> {
                throw new AssertionError("no workload is looked for");
              },
              ledger,
              () -> said.add("health"));
      events.remarked(Set.of("fc-1"));
    }
    assertEquals(List.of("zone fc-1"), said);
  }
}
