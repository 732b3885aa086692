package cloud.bleu.placement.capacity;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.TreeMap;

/** All that the room of a plan counts, as numbers, whatever has to be asked to see them. */
public final class RoomFields {
  private RoomFields() {}

  /** What is used, what rollouts need, what is held and what is promised at losses; no 0. */
  public static Map<String, Long> of(PlanState planState) {
    UsedRoom used = (UsedRoom) field(planState.ledger, "used");
    Surge surge = (Surge) field(planState.ledger, "surge");
    Reserve reserve = (Reserve) field(planState.ledger, "reserve");
    int columns = planState.columns.count;
    Map<String, Long> room = new TreeMap<>();
    for (int at = 0; at < planState.zones() * columns; at++) {
      String where = planState.topology.names[at / columns] + "/" + at % columns;
      put(room, "used " + where, used.of(at));
      put(room, "asked " + where, used.asked(at));
      put(room, "surge " + where, surge.most(at));
      put(room, "most " + where, reserve.most(at));
      for (int e = 0; e < planState.events.count(); e++) {
        put(room, "held at " + e + " " + where, reserve.of(e, at / columns).of(at % columns));
      }
    }
    for (int victim = 0; victim < planState.workloadStates.length; victim++) {
      String whose = "promised of " + planState.compiledWorkloads.get(victim).workload.id() + " ";
      planState.ledger.promises.read(
          victim,
          (event, zone, replicas) ->
              put(room, whose + event + " " + planState.topology.names[zone], replicas));
    }
    return room;
  }

  private static void put(Map<String, Long> room, String what, long amount) {
    if (amount != 0) {
      room.put(what, amount);
    }
  }

  private static Object field(CapacityLedger ledger, String name) {
    try {
      Field field = CapacityLedger.class.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(ledger);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
