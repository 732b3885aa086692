package cloud.bleu.assess.draft;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What `bleu assess --write` proposes for namespaces. */
class NamespaceDraftTest {

  /** Who keeps it in Git sees no change where nothing changed. */
  @Test
  void fieldsComeInTheSameOrderEachTime() {
    assertEquals(
        """
        # Drafted by `bleu assess --write`. Policies bind what is in these namespaces.
        ---
        # GUESS: Audit binds policies and stops no pod; write Enforce once everything in it has moved
        apiVersion: v1
        kind: Namespace
        metadata:
          name: shop
          labels:
            placement.bleu.cloud/governed: Audit
            placement.bleu.cloud/environment: production
        """,
        NamespaceDraft.text(List.of("shop")));
  }
}
