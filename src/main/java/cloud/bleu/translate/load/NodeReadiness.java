package cloud.bleu.translate.load;

import cloud.bleu.time.InstantText;
import cloud.bleu.translate.object.PresentItems;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a node says of whether it is Ready: it is, it was, or it never was. One that never was joins
 * for a time, and then it has failed.
 */
final class NodeReadiness {

  /**
   * A kubelet stamps its condition by its own clock, and the API server the creation by another.
   */
  private static final Duration REGISTERED = Duration.ofSeconds(30);

  /**
   * How long a node joins: Cluster Autoscaler gives a node that is registered as long to be Ready
   * ({@code --max-node-startup-time}).
   */
  private static final Duration JOINS = Duration.ofMinutes(15);

  /** A node that has more time left was created too far ahead of our clock: its date is no age. */
  private static final Duration LONGEST = JOINS.multipliedBy(2);

  private final @Nullable NodeCondition ready;
  private final @Nullable String created;

  NodeReadiness(Node node) {
    this.ready = condition(node);
    this.created = node.getMetadata().getCreationTimestamp();
  }

  /** Whether its condition Ready is True. */
  boolean isReady() {
    return ready != null && "True".equals(ready.getStatus());
  }

  /** Whether the node never was Ready, and still has time to be. */
  boolean isJoining(Instant now) {
    Instant until = joinsUntil();
    return until != null && now.isBefore(until) && !until.isAfter(now.plus(LONGEST));
  }

  /**
   * When a node that never was Ready counts as failed; null for one that was Ready, and where
   * nobody says how old it is. A kubelet registers its node with Ready False, and the condition
   * keeps that time until the node is Ready. Unknown is the word of the node controller on a
   * kubelet that fell silent, which may have been Ready before.
   */
  @Nullable Instant joinsUntil() {
    if (ready != null && !"False".equals(ready.getStatus())) {
      return null;
    }
    Instant began = InstantText.parse(created);
    return began == null || changed().isAfter(began.plus(REGISTERED)) ? null : began.plus(JOINS);
  }

  /** Since when a node that is not Ready is missed; the epoch where nobody says it. */
  Instant missedSince() {
    Instant until = joinsUntil();
    return until == null ? changed() : until;
  }

  private Instant changed() {
    Instant changed = ready == null ? null : InstantText.parse(ready.getLastTransitionTime());
    return changed == null ? Instant.EPOCH : changed;
  }

  private static @Nullable NodeCondition condition(Node node) {
    if (node.getStatus() == null) {
      return null;
    }
    for (NodeCondition condition : PresentItems.skip(node.getStatus().getConditions())) {
      if ("Ready".equals(condition.getType())) {
        return condition;
      }
    }
    return null;
  }
}
