package cloud.bleu.placement;

/** What the rules say to the {@link Checker}, which takes nobody's word for it. */
public interface CheckerRules {

  /** Asks every rule, each time. */
  CheckerRules ASKING =
      (workload, zone, estate) -> {
        for (BoundRule rule : workload.rules()) {
          if (rule.action() == BoundRule.Action.Enforce
              && rule.evaluate(workload, zone, estate).failing()) {
            return false;
          }
        }
        return true;
      };

  /** Whether every enforced rule of a workload lets something new into a zone. */
  boolean allows(Workload workload, Zone zone, Estate estate);
}
