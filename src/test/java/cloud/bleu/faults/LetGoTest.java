package cloud.bleu.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is taken for let go too early. */
class LetGoTest {

  private final Set<String> standing = new HashSet<>(Set.of("web fc-1", "web fc-2"));
  private final LetGo seen =
      new LetGo(
          (workload, zone) ->
              standing.contains(workload + " " + zone) ? Set.of("Deployment") : Set.of());

  private void written(String workload, String... finalizers) {
    String body =
        "{\"metadata\":{\"uid\":\"of-%1$s\",\"name\":\"%1$s\",\"finalizers\":[%2$s]}}"
            .formatted(
                workload,
                String.join(",", List.of(finalizers).stream().map("\"%s\""::formatted).toList()));
    seen.taken(
        new Request("PATCH", "/apis/any/namespaces/shop/bleuworkloads/web", "", Map.of(), bytes()),
        Answer.json(200, body));
  }

  private static byte[] bytes() {
    return "{}".getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void zoneIsLetGoOnceNothingStandsThere() {
    written("web", "any/other");
    written("web", "uid.elsewhere.placement.bleu.cloud/fc-1", "any/other");
    written(
        "web",
        "uid.elsewhere.placement.bleu.cloud/fc-1",
        "elsewhere.placement.bleu.cloud/fc-2",
        "any/other");
    assertEquals(0, seen.count());
    standing.remove("web fc-2");
    written("web", "uid.elsewhere.placement.bleu.cloud/fc-1");
    assertEquals(1, seen.count());
    assertEquals(List.of(), seen.early());
    // The last one is gone, and with it the object.
    written("web");
    assertEquals(2, seen.count());
    assertEquals(List.of("web is not held for fc-1, where there is [Deployment]"), seen.early());
  }

  @Test
  void eachWorkloadIsHeldForItself() {
    written("web", "elsewhere.placement.bleu.cloud/fc-1");
    written("api");
    assertEquals(0, seen.count());
  }
}
