package cloud.bleu.migration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import cloud.bleu.translate.manifest.Manifest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How much is kept of what is read. */
class SourceInventoryTest {
  private static final int MORE_THAN_ROOM = 70;

  private static int taken(Manifest manifest) {
    MigrationOrder order =
        MigrationTranslator.read(
                MigrationSamples.plan("{target: p, namespaces: [shop]}"),
                MigrationSamples.CATALOGUE)
            .order();
    SourceInventory inventory = new SourceInventory(order, MigrationSamples.CATALOGUE);
    int taken = 0;
    while (taken < MORE_THAN_ROOM && inventory.add(List.of(manifest))) {
      taken++;
    }
    return taken;
  }

  /** Of 1 MiB where no pattern of the catalogue looks. */
  private static Manifest manifest(String kind) {
    Manifest manifest =
        MigrationSamples.text(
                "{apiVersion: v1, kind: %s, metadata: {name: a, namespace: shop}}".formatted(kind))
            .get(0);
    manifest.json().withObject("status").put("note", "x".repeat(1 << 20));
    return manifest;
  }

  /** Of 64 MiB, those that are kept take a little more than one each. */
  @Test
  void whatIsKeptHasAnEnd() {
    assertEquals(63, taken(manifest("Service")));
    assertEquals(MORE_THAN_ROOM, taken(manifest("ServiceAccount")));
  }
}
