"""What a job puts into the outbox, what LINE was asked for, and what the ledger says."""

from sqlalchemy import select

from bot.message import Card, ChatKind, ChatRef, Platform
from handlers.shared.outbox import Why, plan_push
from storage.records.messages import DeliveryClass
from storage.tables.messages import deliveries
from tests.support.world import Chat, World

BINDING, COURTESY = DeliveryClass.BINDING, DeliveryClass.COURTESY


def push(
    world: World,
    chat: Chat,
    *texts: str,
    kind: DeliveryClass = BINDING,
    why: Why = Why.REMINDER,
    drain: bool = True,
) -> None:
    """Let some job put sentences into the outbox, all at the same moment."""
    chat_kind = ChatKind.DIRECT if chat.owner else ChatKind.GROUP
    place = ChatRef(Platform.LINE, chat_kind, chat.id)
    now = world.clock.now()
    with world.database.unit_of_work() as uow:
        for text in texts:
            card = Card.sentence(text)
            uow.outbox.add(plan_push(card, place, now=now, delivery_class=kind, why=why))
        uow.commit()
    if drain:
        world.assistant.drain()


def requests(world: World) -> list[tuple[str, list[str]]]:
    """What LINE was asked for: free or paid, and the sentences."""
    return [
        ("reply" if one.reply_ticket else "push", [card.body for card in one.cards])
        for one in world.line.requests
    ]


def ledger(world: World) -> list[tuple[str, str, str]]:
    """The pushes of the ledger: why, state, reason."""
    chosen = (
        select(deliveries.c.why, deliveries.c.state, deliveries.c.reason)
        .where(deliveries.c.why != Why.REPLY)
        .order_by(deliveries.c.position_id)
    )
    with world.database.engine.connect() as connection:
        return [(row.why, row.state, row.reason) for row in connection.execute(chosen)]
