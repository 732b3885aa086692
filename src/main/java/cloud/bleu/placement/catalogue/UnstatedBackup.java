package cloud.bleu.placement.catalogue;

import cloud.bleu.placement.estate.Verdict;
import cloud.bleu.placement.estate.Workload;
import cloud.bleu.placement.message.Message;
import cloud.bleu.placement.model.Closure;
import cloud.bleu.placement.model.Origin;
import java.util.List;

/** A workload of which nobody states where its backups go. */
public final class UnstatedBackup {
  private UnstatedBackup() {}

  /** Whether the workload has data of its own. */
  public static boolean keepsData(Workload workload) {
    return workload.dataBound()
        || workload.closure().claims().stream().anyMatch(Closure.Claim::elsewhere);
  }

  /** What is answered, and which requirements that speaks of where it fails. */
  public static Verdict verdict(Workload workload, List<String> requirements) {
    Message next = Message.of("do.stateBackup");
    Closure.Content content = workload.closure().content();
    if (keepsData(workload)) {
      return Verdict.unknown(
              "BackupNotStated", Origin.Assumed, Message.of("backup.notStated"), next)
          .serving(requirements);
    }
    if (content == Closure.Content.External) {
      return Verdict.unknown(
              "BackupNotStated", Origin.Assumed, Message.of("backup.notStatedExternal"), next)
          .serving(requirements);
    }
    return content == Closure.Content.Template
        ? Verdict.notApplicable(Message.of("backup.nothingCopied"))
        : Verdict.notEvaluated(Message.of("backup.podsUnseen"));
  }
}
