package cloud.bleu.migration;

/**
 * Why a cluster could not be read or planned.
 *
 * @param reason a code, as the condition has it
 * @param message what is so, and what to do
 * @param isForPeople whether somebody must act; else it is tried again and may pass
 */
public record MigrationFault(String reason, String message, boolean isForPeople) {}
