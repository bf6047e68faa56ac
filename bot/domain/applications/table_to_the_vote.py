"""The stages from the first idea to the Panel's vote, as application_stages.json has them."""

from bot.domain.applications.stages import Actor, Condition, Need, Phase, Rule, ShareClass, Stage
from bot.domain.applications.table_words import NOT_CALLED, stage, way

STAGES = (
    stage(
        Stage.ASSESS_NEED,
        "Assess need (review of existing codes)",
        Phase.PREPARE,
        Actor.TEAM,
        ShareClass.INTERNAL,
        official=False,
        ways=(
            way(Stage.PRE_SUBMISSION, "need confirmed", Actor.APPLICANT, needs=(Need.TARGET,)),
            way(Stage.NOT_PURSUED, "an existing code describes the service", Actor.TEAM),
        ),
    ),
    stage(
        Stage.PRE_SUBMISSION,
        "Pre-submission (evidence and society contact)",
        Phase.PREPARE,
        Actor.APPLICANT,
        ShareClass.INTERNAL,
        rules=(Rule.APP_DEADLINE,),
        ways=(
            way(
                Stage.SUBMITTED,
                "submit in CPT Smart App (Category II: paper form)",
                Actor.APPLICANT,
                guard="checklist complete and before the posted deadline",
                rule=Rule.APP_DEADLINE,
                needs=(Need.TARGET,),
                condition=Condition.CHECKLIST_COMPLETE,
                irreversible=True,
            ),
            way(
                Stage.PRE_SUBMISSION,
                "deadline missed: Smart App rolls the draft to the next scheduled meeting",
                Actor.SMART_APP,
                needs=(Need.TARGET,),
            ),
            way(Stage.NOT_PURSUED, "dropped", Actor.TEAM),
        ),
    ),
    stage(
        Stage.SUBMITTED,
        "Submitted",
        Phase.REVIEW,
        Actor.STAFF,
        ShareClass.NEED_TO_KNOW,
        ways=(
            way(Stage.STAFF_REVIEW, "AMA/CPT staff begin review", Actor.STAFF),
            way(
                Stage.WITHDRAWN,
                "applicant withdraws in writing",
                Actor.APPLICANT,
                guard=NOT_CALLED,
                rule=Rule.WITHDRAWAL_CUTOFF,
                irreversible=True,
            ),
        ),
    ),
    stage(
        Stage.STAFF_REVIEW,
        "AMA/CPT staff review (completeness; new issue or significant new information)",
        Phase.REVIEW,
        Actor.STAFF,
        ShareClass.NEED_TO_KNOW,
        ways=(
            way(
                Stage.RETURNED,
                "returned to the applicant for completion",
                Actor.STAFF,
                guard="incomplete",
                needs=(Need.COMPLETE_BY,),
            ),
            way(
                Stage.ADVISOR_REVIEW,
                "published to the secure CPT website",
                Actor.STAFF,
                guard="complete and a new issue",
            ),
            way(
                Stage.CLOSED_STAFF,
                "staff informs requestor of the Panel's earlier coding recommendation",
                Actor.STAFF,
                guard="Panel already addressed the question; no significant new information",
            ),
            way(
                Stage.WITHDRAWN,
                "applicant withdraws in writing",
                Actor.APPLICANT,
                guard=NOT_CALLED,
                rule=Rule.WITHDRAWAL_CUTOFF,
                irreversible=True,
            ),
        ),
    ),
    stage(
        Stage.RETURNED,
        "Returned for completion",
        Phase.REVIEW,
        Actor.APPLICANT,
        ShareClass.NEED_TO_KNOW,
        rules=(Rule.STAFF_COMPLETENESS_RETURN,),
        ways=(
            way(
                Stage.STAFF_REVIEW,
                "completed application sent back",
                Actor.APPLICANT,
                guard="within the defined timeframe, e.g. five business days",
                rule=Rule.STAFF_COMPLETENESS_RETURN,
            ),
            way(Stage.MISSED_CYCLE, "timeframe passed", Actor.STAFF),
            way(
                Stage.WITHDRAWN,
                "applicant withdraws in writing",
                Actor.APPLICANT,
                guard=NOT_CALLED,
                rule=Rule.WITHDRAWAL_CUTOFF,
                irreversible=True,
            ),
        ),
    ),
    stage(
        Stage.MISSED_CYCLE,
        "Not on this meeting's agenda",
        Phase.REVIEW,
        Actor.APPLICANT,
        ShareClass.INTERNAL,
        official=False,
        ways=(
            way(Stage.PRE_SUBMISSION, "re-plan for the next meeting", Actor.APPLICANT, needs=(Need.TARGET,)),
            way(Stage.NOT_PURSUED, "dropped", Actor.TEAM),
        ),
    ),
    stage(
        Stage.ADVISOR_REVIEW,
        "CPT/HCPAC Advisors' review (secure website)",
        Phase.REVIEW,
        Actor.ADVISORS,
        ShareClass.NEED_TO_KNOW,
        rules=(
            Rule.PUBLIC_AGENDA,
            Rule.ADVISOR_REVIEW_OPENS,
            Rule.ADDITIONAL_INFO_DEADLINE,
            Rule.INTERESTED_PARTY_REQUEST,
            Rule.PANEL_MATERIALS,
        ),
        ways=(
            way(
                Stage.NO_SUPPORT,
                "notice: no CPT advisor support",
                Actor.STAFF,
                rule=Rule.NO_ADVISOR_SUPPORT_NOTICE,
            ),
            way(
                Stage.AGENDA_ITEM,
                "agenda item provided to applicant",
                Actor.STAFF,
                rule=Rule.AGENDA_ITEM_TO_APPLICANT,
            ),
            way(
                Stage.WITHDRAWN,
                "applicant withdraws in writing",
                Actor.APPLICANT,
                guard=NOT_CALLED,
                rule=Rule.WITHDRAWAL_CUTOFF,
                irreversible=True,
            ),
        ),
    ),
    stage(
        Stage.NO_SUPPORT,
        "No CPT advisor support (notice about 14 days before)",
        Phase.REVIEW,
        Actor.APPLICANT,
        ShareClass.RESTRICTED,
        rules=(Rule.NO_ADVISOR_SUPPORT_NOTICE,),
        ways=(
            way(
                Stage.AGENDA_ITEM, "applicant continues", Actor.APPLICANT, rule=Rule.AGENDA_ITEM_TO_APPLICANT
            ),
            way(
                Stage.WITHDRAWN,
                "applicant withdraws in writing",
                Actor.APPLICANT,
                guard=NOT_CALLED,
                rule=Rule.WITHDRAWAL_CUTOFF,
                irreversible=True,
            ),
        ),
    ),
    stage(
        Stage.AGENDA_ITEM,
        "Agenda item received (10 days before)",
        Phase.REVIEW,
        Actor.APPLICANT,
        ShareClass.RESTRICTED,
        rules=(Rule.AGENDA_ITEM_TO_APPLICANT,),
        ways=(
            way(Stage.TAB_CALLED, "the tab is called", Actor.PANEL, irreversible=True),
            way(
                Stage.WITHDRAWN,
                "applicant withdraws in writing",
                Actor.APPLICANT,
                guard=NOT_CALLED,
                rule=Rule.WITHDRAWAL_CUTOFF,
                irreversible=True,
            ),
        ),
    ),
    stage(
        Stage.TAB_CALLED,
        "Tab called - under Panel jurisdiction",
        Phase.PANEL,
        Actor.PANEL,
        ShareClass.RESTRICTED,
        ways=(
            way(Stage.DECIDED_UNNOTIFIED, "Panel votes (electronic, silent)", Actor.PANEL),
            way(
                Stage.FACILITATION,
                "chair sends it to a facilitation session / workgroup during the meeting",
                Actor.CHAIR,
            ),
        ),
    ),
    stage(
        Stage.FACILITATION,
        "Facilitation session",
        Phase.PANEL,
        Actor.CHAIR,
        ShareClass.RESTRICTED,
        ways=(way(Stage.TAB_CALLED, "returned to the floor", Actor.CHAIR),),
    ),
    stage(
        Stage.DECIDED_UNNOTIFIED,
        "Decided, outcome not yet communicated",
        Phase.OUTCOME,
        Actor.STAFF,
        ShareClass.RESTRICTED,
        rules=(Rule.OUTCOME_NOTICE,),
        ways=(
            way(
                Stage.ACCEPTED, "outcome email", Actor.STAFF, rule=Rule.OUTCOME_NOTICE, needs=(Need.OUTCOME,)
            ),
            way(
                Stage.ACCEPTED_MODIFIED,
                "outcome email",
                Actor.STAFF,
                rule=Rule.OUTCOME_NOTICE,
                needs=(Need.OUTCOME,),
            ),
            way(
                Stage.REJECTED, "outcome email", Actor.STAFF, rule=Rule.OUTCOME_NOTICE, needs=(Need.OUTCOME,)
            ),
            way(Stage.TABLED, "outcome email", Actor.STAFF, rule=Rule.OUTCOME_NOTICE, needs=(Need.OUTCOME,)),
            way(
                Stage.POSTPONED_CERTAIN,
                "outcome email",
                Actor.STAFF,
                rule=Rule.OUTCOME_NOTICE,
                needs=(Need.OUTCOME,),
            ),
            way(
                Stage.POSTPONED_UNCERTAIN,
                "outcome email",
                Actor.STAFF,
                rule=Rule.OUTCOME_NOTICE,
                needs=(Need.OUTCOME,),
            ),
        ),
    ),
)
