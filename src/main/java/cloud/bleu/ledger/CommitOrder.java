package cloud.bleu.ledger;

import cloud.bleu.placement.model.WorkloadId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The order in which changes that were proposed together are committed. It is the given order,
 * except that what gives room back in a zone comes before what takes room there, and the end of a
 * workload before its namesake. Changes that exchange room with each other have no such order and
 * follow one another. If a process ends between two of them, or one is refused, a zone is promised
 * twice until the next pass, which plans with what is in force.
 */
final class CommitOrder {

  private final Map<String, List<Node>> giving = new LinkedHashMap<>();
  private final Map<WorkloadId, Node> withdrawn = new HashMap<>();
  private final Map<String, Node> zones = new HashMap<>();
  private final Deque<Node> stack = new ArrayDeque<>();
  private final List<Group> ordered = new ArrayList<>();
  private int visited;

  /** A change, or a zone: that is reached once, however many give room there. */
  private static final class Node {
    final @Nullable ProposedDecision change;
    final RoomChange room;
    final List<Node> after = new ArrayList<>();
    int index;
    int low;
    boolean onStack;

    Node(@Nullable ProposedDecision change, RoomChange room) {
      this.change = change;
      this.room = room;
    }
  }

  /** Changes between which there is no order by room; most are alone. */
  record Group(List<ProposedDecision> changes) {}

  private CommitOrder() {}

  /**
   * Orders what is proposed.
   *
   * @param proposed the most urgent first
   * @param inForce the decision before, null where there is none
   */
  static List<Group> of(
      List<ProposedDecision> proposed, Function<WorkloadId, @Nullable DecisionInForce> inForce) {
    CommitOrder order = new CommitOrder();
    List<Node> nodes = new ArrayList<>();
    for (ProposedDecision change : proposed) {
      nodes.add(order.node(change, RoomChange.of(change, inForce.apply(change.id()))));
    }
    nodes.forEach(order::link);
    for (Node node : nodes) {
      if (node.index == 0) {
        order.visit(node);
      }
    }
    return order.ordered;
  }

  private Node node(ProposedDecision change, RoomChange room) {
    Node node = new Node(change, room);
    if (change.cause().equals(Entries.WITHDRAWN)) {
      withdrawn.put(change.id(), node);
    }
    room.gives().forEach(zone -> giving.computeIfAbsent(zone, z -> new ArrayList<>()).add(node));
    return node;
  }

  private void link(Node node) {
    ProposedDecision change = node.change;
    Node before = change == null ? null : withdrawn.get(change.id());
    if (before != null && before != node) {
      node.after.add(before);
    }
    for (String name : node.room.takes()) {
      List<Node> givers = giving.get(name);
      if (givers != null) {
        node.after.add(
            zones.computeIfAbsent(
                name,
                z -> {
                  Node zone = new Node(null, RoomChange.NONE);
                  zone.after.addAll(givers);
                  return zone;
                }));
      }
    }
  }

  /** Tarjan: what comes before is finished first. No deeper than there are zones, twice. */
  private void visit(Node node) {
    node.index = ++visited;
    node.low = node.index;
    node.onStack = true;
    stack.push(node);
    for (Node before : node.after) {
      if (before.index == 0) {
        visit(before);
        node.low = Math.min(node.low, before.low);
      } else if (before.onStack) {
        node.low = Math.min(node.low, before.index);
      }
    }
    if (node.low == node.index) {
      finish(node);
    }
  }

  private void finish(Node root) {
    Deque<ProposedDecision> group = new ArrayDeque<>();
    Node one;
    do {
      one = stack.pop();
      one.onStack = false;
      if (one.change != null) {
        group.push(one.change);
      }
    } while (one != root);
    if (!group.isEmpty()) {
      ordered.add(new Group(List.copyOf(group)));
    }
  }
}
